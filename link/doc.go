// Package link reads the addresses that members share. [Parse] takes what people paste, keeps the
// address as given, and adds its canonical form, which is only for comparison: two addresses of
// the same page have the same form. What is known of sites (hosts that serve the same pages,
// parameters for tracking and sharing) is in sites.go.
//
// The canonical form has versions, because posts are stored under a hash of it and sites.go
// grows: [Link.Forms] has all of them, and canonical_v1.go is the first, frozen. Whoever changes
// what the form of an address is makes a copy of the form of the last release beside it, adds that
// to Forms, and raises formVersion.
//
// A link that cannot be shared (an editor's page, a redirect, a file of a message in Discord, a
// page on one's own machine, a scheme other than http and https) is refused with a
// [refusal.Refusal] that says why. The package never accesses the network.
package link
