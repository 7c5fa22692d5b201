package timezone

import "slices"

// IDs returns the ids of all zones.
func IDs() []string {
	var ids []string
	for _, z := range zones().all {
		ids = append(ids, z.ID)
	}
	return ids
}

// Aliased returns the zones that have aliases, and those that are likely.
func Aliased() []string {
	ids := slices.Clone(alsoLikely)
	countries := map[string]bool{}
	for _, z := range zones().all {
		countries[z.code] = true
	}
	for key := range readAliases() {
		if !countries[key] {
			ids = append(ids, key)
		}
	}
	for _, zones := range byLocale {
		ids = append(ids, zones...)
	}
	return ids
}
