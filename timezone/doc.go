// Package timezone knows the time zones that groups can have, and the names by which people
// call them: countries and cities in Korean and English, abbreviations and offsets.
//
// The zones are those of the IANA time zone database. Their rules come from package time; so
// what depends on a moment (the offset, an abbreviation, whether there is summer time) is
// asked of it and not stored here.
package timezone
