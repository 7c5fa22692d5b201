package page

import (
	"encoding/json"
	"net/http"

	"dojang/sandbox"
)

// policy returns the Content-Security-Policy for the page at the host. The page
// may load only its own files, and scripts cannot turn text into markup, so
// nothing in a message can run.
func policy(host string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://" + host + "; " +
		"form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

// guard refuses requests that do not come from the page itself. Browsers name a
// page of another origin in Origin and Sec-Fetch-Site. A page whose host name
// was made to resolve to this machine is named in Host.
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
	_ = json.NewEncoder(w).Encode(v) // fails only if the client has gone
}
