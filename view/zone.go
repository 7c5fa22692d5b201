package view

import (
	"time"

	"dojang/roadmap"
	"dojang/timezone"
)

// ZoneChoice returns a time zone as a choice: its id, its place, and its offset and time at
// now. It says of a zone without summer time, where one is expected, that it has none. ok is
// false for a zone that this system's database lacks.
func (p Printer) ZoneChoice(id string, now time.Time) (c Choice, ok bool) {
	z, _ := timezone.Get(id)
	loc, err := timezone.Load(id)
	if err != nil {
		return Choice{}, false
	}
	name := id
	if place := p.zonePlace(z); place != "" {
		name += timezone.Separator + place
	}
	name += timezone.Separator + timezone.Offset(loc, now)
	if z.LacksSummerTime(now) {
		name += " " + p.T("zone.summerless")
	}
	return Choice{Name: Cut(name+timezone.Separator+now.In(loc).Format("15:04"), MaxOptionText), Value: id}, true
}

// zonePlace returns the city and the country of a zone, or "".
func (p Printer) zonePlace(z timezone.Zone) string {
	city, country := z.City.English, z.Country.English
	if p.Lang == roadmap.Korean {
		city, country = z.City.Korean, z.Country.Korean
	}
	if city == country || country == "" {
		return city
	}
	return city + ", " + country
}

// zone says which zone it is and, if people may expect summer time of it but it has none,
// says so.
func (p Printer) zone(loc *time.Location, now time.Time) string {
	s := p.T("group.zone", "zone", loc.String(), "time", Markup(now.In(loc).Format("15:04")))
	z, ok := timezone.Get(loc.String())
	if !ok || !z.LacksSummerTime(now) {
		return s
	}
	s += "\n" + p.T("group.zone.summerless", "zone", z.ID, "offset", Markup(timezone.Offset(loc, now)))
	if other := z.Counterpart(now); other != "" {
		s += " " + p.T("group.zone.counterpart", "zone", other)
	}
	return s
}
