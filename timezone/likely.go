package timezone

import "slices"

// Likely returns zones with many inhabitants, those of a locale of Discord's first.
func Likely(locale string) []string {
	ids := slices.Clone(byLocale[locale])
	for _, id := range []string{"Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore", "Asia/Kolkata", "Asia/Dubai",
		"Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Moscow", "Africa/Lagos", "America/New_York", "America/Chicago",
		"America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney", "Pacific/Auckland", "UTC"} {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// alsoLikely come after [Likely] where several zones match equally well.
var alsoLikely = []string{"Asia/Taipei", "Asia/Hong_Kong", "Asia/Ho_Chi_Minh", "Asia/Bangkok", "Asia/Jakarta", "Asia/Manila",
	"Asia/Kuala_Lumpur", "Asia/Karachi", "Asia/Dhaka", "Asia/Tehran", "Asia/Riyadh", "Asia/Jerusalem", "Asia/Almaty", "Asia/Tashkent",
	"Europe/Madrid", "Europe/Rome", "Europe/Amsterdam", "Europe/Zurich", "Europe/Warsaw", "Europe/Stockholm", "Europe/Kyiv",
	"Europe/Istanbul", "Europe/Lisbon", "Europe/Dublin", "Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi", "America/Toronto",
	"America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax", "America/Anchorage", "America/Phoenix", "Pacific/Honolulu",
	"America/Mexico_City", "America/Bogota", "America/Lima", "America/Santiago", "America/Argentina/Buenos_Aires", "America/Caracas",
	"Australia/Melbourne", "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth"}

// byLocale are the zones of the countries that use a locale of Discord's.
// See https://discord.com/developers/docs/reference#locales.
var byLocale = map[string][]string{
	"ko": {"Asia/Seoul"}, "ja": {"Asia/Tokyo"}, "zh-CN": {"Asia/Shanghai"}, "zh-TW": {"Asia/Taipei"}, "vi": {"Asia/Ho_Chi_Minh"},
	"th": {"Asia/Bangkok"}, "id": {"Asia/Jakarta"}, "hi": {"Asia/Kolkata"}, "tr": {"Europe/Istanbul"}, "ru": {"Europe/Moscow"},
	"uk": {"Europe/Kyiv"}, "en-GB": {"Europe/London"}, "de": {"Europe/Berlin"}, "fr": {"Europe/Paris"}, "it": {"Europe/Rome"},
	"es-ES": {"Europe/Madrid"}, "nl": {"Europe/Amsterdam"}, "pl": {"Europe/Warsaw"}, "sv-SE": {"Europe/Stockholm"},
	"pt-BR": {"America/Sao_Paulo"}, "es-419": {"America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"},
	"en-US": {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"},
}
