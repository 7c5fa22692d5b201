package page

import (
	"encoding/json"
	"net/http"

	"dojang/sandbox"
)

// policy lets the page at the host load nothing but its own files, and keeps
// scripts from turning text into markup: what a message contains cannot run.
func policy(host string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://" + host + "; " +
		"form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

// guard refuses requests that do not come from the page itself. A page of
// another origin cannot act here (its browser names it in Origin and
// Sec-Fetch-Site), nor can one whose host name was made to lead to this
// machine (it stands in Host).
func guard(next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		origin := r.Header.Get("Origin")
		switch {
		case !sandbox.LocalHost(r.Host):
			http.Error(w, "The sandbox is reached as 127.0.0.1 or localhost only.", http.StatusMisdirectedRequest)
		case origin != "" && origin != "http://"+r.Host:
			http.Error(w, "The sandbox takes no requests from other pages.", http.StatusForbidden)
		default:
			h.Set("Content-Security-Policy", policy(r.Host))
			next.ServeHTTP(w, r)
		}
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // whoever went away does not read it
}
