package anypointapi

import (
	"bytes"
	"encoding/json"
	"html"
	"slices"
	"strings"
	"unicode"
)

// longestText is how much of a body without structure is told.
const longestText = 300

// failureBody is what the body of an error tells.
type failureBody struct {
	code, message string
	fields        []string
}

// readFailure reads the bodies of all the platform's services: an object with
// errors, message, error_description or error, plain text, or a web page.
func readFailure(body []byte) failureBody {
	var document any
	if json.Unmarshal(body, &document) != nil {
		return failureBody{message: readText(body)}
	}
	var told failureBody
	switch decoded := document.(type) {
	case map[string]any:
		told = readObject(decoded)
	case []any:
		told = readErrors(decoded)
	case string:
		told.message = decoded
	}
	if told.message == "" {
		told.message = string(body)
	}
	told.message = tidy(told.message)
	return told
}

func readObject(object map[string]any) failureBody {
	list, _ := object["errors"].([]any)
	told := readErrors(list)
	told.code = text(object["name"])
	for _, key := range []string{"message", "error_description"} {
		if told.message == "" {
			told.message = text(object[key])
		}
	}
	switch reason := object["error"].(type) {
	case string:
		if told.message == "" {
			told.message = reason
		} else if told.code == "" {
			told.code = reason
		}
	case map[string]any:
		if told.message == "" {
			told.message = readObject(reason).message
		}
	}
	told.code = tidy(told.code)
	return told
}

// readErrors joins the messages of a list of errors and gathers the fields that
// they blame.
func readErrors(list []any) failureBody {
	var told failureBody
	var messages []string
	for _, item := range list {
		message := text(item)
		if object, ok := item.(map[string]any); ok {
			message = text(object["message"])
			for _, key := range []string{"path", "dataPath"} {
				if field := tidy(text(object[key])); field != "" && !slices.Contains(told.fields, field) {
					told.fields = append(told.fields, field)
				}
			}
		}
		if message != "" {
			messages = append(messages, message)
		}
	}
	told.message = strings.Join(messages, "; ")
	return told
}

func text(value any) string {
	found, _ := value.(string)
	return found
}

// readText is a body without structure, or the title of a web page.
func readText(body []byte) string {
	if lower := bytes.ToLower(body); bytes.Contains(lower, []byte("<html")) || bytes.Contains(lower, []byte("<!doctype")) {
		return "a web page titled " + `"` + tidy(title(body, lower)) + `"`
	}
	return tidy(string(body))
}

// title is the content of a page's title element; lower is the page in lower
// case.
func title(page, lower []byte) string {
	if len(page) != len(lower) { // lower-casing has moved the letters
		page = lower
	}
	start := bytes.Index(lower, []byte("<title"))
	if start < 0 {
		return ""
	}
	open := bytes.IndexByte(lower[start:], '>')
	if open < 0 {
		return ""
	}
	begin := start + open + 1
	end := bytes.Index(lower[begin:], []byte("</title"))
	if end < 0 {
		return ""
	}
	return html.UnescapeString(string(page[begin : begin+end]))
}

// tidy makes one line of valid, printable and not too long text.
func tidy(raw string) string {
	printable := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(raw, " "))
	line := []rune(strings.Join(strings.Fields(printable), " "))
	if len(line) > longestText {
		return strings.TrimSpace(string(line[:longestText])) + "…"
	}
	return string(line)
}
