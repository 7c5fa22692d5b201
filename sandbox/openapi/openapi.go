// Package openapi checks the requests that Dojang makes against Discord's own
// OpenAPI description. It is for tests: nothing that is shipped imports it.
//
// The description says less than the documentation, of which the sandbox is our
// reading. But it is Discord's word, not ours.
package openapi

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"dojang/sandbox"
)

// Faults returns a line for each request in the records that is not valid by
// Discord's description.
func Faults(records []sandbox.Record) []string {
	var faults []string
	for _, r := range records {
		if r.Over != "rest" || isFile(r.Path) {
			continue
		}
		if err := Check(r); err != nil {
			faults = append(faults, err.Error())
		}
	}
	return faults
}

// isFile reports whether the path is that of an attachment, which Discord
// serves from another host.
func isFile(path string) bool {
	return strings.HasPrefix(path, "/attachments/") || strings.HasPrefix(path, "/ephemeral-attachments/")
}

// Check returns an error if a request to the API is not valid by Discord's
// description, with a line for each reason. The description is of version 10;
// requests to version 9 are checked against it too.
func Check(r sandbox.Record) error {
	path, ok := strings.CutPrefix(r.Path, "/api/v10")
	if !ok {
		path, ok = strings.CutPrefix(r.Path, "/api/v9")
	}
	if !ok || !strings.HasPrefix(path, "/") {
		return fmt.Errorf("%s %s is below neither /api/v9 nor /api/v10", r.Method, r.Path)
	}
	request := httptest.NewRequest(r.Method, path, bytes.NewReader(r.Request))
	if len(r.Files) > 0 {
		request.Header.Set("Content-Type", multipart)
	} else if len(r.Request) > 0 {
		request.Header.Set("Content-Type", plain)
	}
	answer := httptest.NewRecorder()
	if api().ServeHTTP(answer, request); answer.Code != http.StatusOK {
		return fmt.Errorf("%s %s: %s", r.Method, path, strings.TrimSpace(answer.Body.String()))
	}
	return nil
}
