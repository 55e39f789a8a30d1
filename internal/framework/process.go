package framework

import (
	"cmp"
	"os"
	"runtime/debug"
)

// The variables that set what is logged: the engine's, for providers or for all,
// and those of the libraries that providers are made of.
const (
	engineLog         = "TF_LOG"
	engineProviderLog = "TF_LOG_PROVIDER"
	libraryLog        = "TF_LOG_SDK"
	ownLog            = "TF_LOG_PROVIDER_APIACCESS"
)

// LogAsAsked logs no more than the engine shows. Otherwise the libraries write
// every step of every object for the engine to throw away, which takes a third of
// the time of a large plan.
func LogAsAsked() error {
	level := cmp.Or(os.Getenv(engineProviderLog), os.Getenv(engineLog), "OFF")
	for _, variable := range []string{libraryLog, ownLog} {
		if os.Getenv(variable) != "" {
			continue
		}
		if err := os.Setenv(variable, level); err != nil {
			return err
		}
	}
	return nil
}

// garbagePercent is how much garbage may be there for what is in use: a provider
// keeps some ten megabytes and makes much more garbage in the second it lives.
const garbagePercent = 400

// CollectSeldom collects garbage less often than programs do that live long. GOGC
// goes before it.
func CollectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}
