package link

import "strings"

// All returns the addresses in a text that a person wrote, in their order and each once:
// bare ones, those in angle brackets and those of Markdown links. The punctuation and the
// brackets around an address are not part of it. Whether the addresses can be shared is for
// [Parse] to say.
func All(text string) []string {
	var all []string
	seen := map[string]bool{}
	for _, one := range findAll(" " + text) { // a text that is one address is a sentence, too
		if _, rest, _ := strings.Cut(one.address, "://"); rest != "" && !seen[one.address] {
			all = append(all, one.address)
			seen[one.address] = true
		}
	}
	return all
}
