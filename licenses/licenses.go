// Package licenses has the licence texts of everything that is part of the binary: Dojang,
// Go, the libraries, and what is embedded. Most of them have to be passed on with it.
package licenses

import _ "embed"

// Text has a heading and a text for each part. The program in generate writes it.
//
//go:generate go run ./generate ..
//go:embed licenses.txt
var Text string
