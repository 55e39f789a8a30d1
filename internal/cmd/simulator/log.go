package main

import (
	"log/slog"
	"net/http"
	"time"
)

// logged logs every request by method, path, status and duration. Queries,
// headers and bodies, where secrets travel, stay out.
func logged(handler http.Handler, logger *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		observed := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		path := r.URL.Path
		handler.ServeHTTP(observed, r)
		logger.InfoContext(r.Context(), "request",
			"method", r.Method, "path", path, "status", observed.status, "duration", time.Since(began))
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter

	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
