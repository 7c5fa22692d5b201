// Package link reads the addresses that members share. [Parse] keeps the address as given
// and adds its canonical form, which is only for comparison: two addresses of the same page
// have the same form. The parameters that sites add to an address for tracking or sharing
// are listed in sites.go.
//
// A link that cannot be shared (an editor's page, a redirect, a scheme other than http and
// https) is refused with a [refusal.Refusal] that says why. The package never accesses the
// network.
package link
