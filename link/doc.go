// Package link reads the addresses that members share. [Parse] keeps the
// address as it was given and adds its canonical form, which serves comparing
// only: two addresses of one page have the same form. What sites add to an
// address for tracking or sharing is listed per site in sites.go.
//
// A link that cannot be shared (an editor's page, a redirect, a scheme other
// than http and https) is refused with a [refusal.Refusal] that says why.
// Nothing is ever fetched from the network.
package link
