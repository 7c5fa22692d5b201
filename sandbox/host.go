package sandbox

import "regexp"

// localHost is what a Host header has that names this machine itself.
var localHost = regexp.MustCompile(`^(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$`)

// LocalHost reports whether the value of a Host header names this machine, and
// nothing besides. A page of another origin whose name was made to lead here
// has its own name there.
func LocalHost(host string) bool { return localHost.MatchString(host) }
