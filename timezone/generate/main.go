// Command generate writes the table of time zones that package timezone embeds: for each zone
// that people live in, its country and its city in English and Korean.
//
//	go run ./timezone/generate zone.tab cldr > zones.txt
//
// zone.tab is from the IANA time zone database (public domain). cldr is a directory with the
// unpacked npm packages cldr-bcp47, cldr-dates-full and cldr-localenames-full of the Unicode
// Common Locale Data Repository. The output belongs in timezone/zones.txt, the LICENSE of the
// packages in timezone/LICENSE.unicode.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
)

// renamed are the Korean names of cities for which CLDR has an older or a wrong one.
var renamed = map[string]string{
	"America/Atikokan": "애티코칸", "America/Indiana/Petersburg": "인디애나주, 피터즈버그", "America/North_Dakota/Center": "노스다코타주, 센터",
	"America/Nuuk": "누크", "America/Vancouver": "밴쿠버", "Asia/Ho_Chi_Minh": "호찌민", "Asia/Yangon": "양곤", "Australia/Brisbane": "브리즈번",
	"Europe/Kyiv": "키이우", "Pacific/Chuuk": "추크", "Pacific/Pohnpei": "폰페이",
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: generate zone.tab cldr")
	}
	if err := generate(os.Args[1], os.Args[2], os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func generate(zoneTab, cldr string, out io.Writer) error {
	ids, err := readIDs(filepath.Join(cldr, "cldr-bcp47", "bcp47", "timezone.json"))
	if err != nil {
		return err
	}
	var names [2]names
	for i, lang := range []string{"en", "ko"} {
		if names[i], err = readNames(cldr, lang); err != nil {
			return err
		}
	}
	table, err := os.Open(zoneTab)
	if err != nil {
		return err
	}
	defer table.Close()
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t") // country, coordinates, zone, comments
		if strings.HasPrefix(lines.Text(), "#") || len(fields) < 3 {
			continue
		}
		country, zone := fields[0], fields[2]
		row := []string{zone, country}
		for _, n := range names {
			row = append(row, n.country(country), n.city(zone, ids[zone]))
		}
		row[len(row)-1] = cmp.Or(renamed[zone], row[len(row)-1])
		fmt.Fprintln(out, strings.Join(row, "\t"))
	}
	return lines.Err()
}

// readIDs returns all names of each zone, by each of them. CLDR keeps its cities under the
// name that a zone had first: Asia/Calcutta.
func readIDs(file string) (map[string][]string, error) {
	var data struct {
		Keyword struct {
			U struct {
				TZ map[string]json.RawMessage `json:"tz"`
			} `json:"u"`
		} `json:"keyword"`
	}
	if err := readJSON(file, &data); err != nil {
		return nil, err
	}
	ids := map[string][]string{}
	for _, raw := range data.Keyword.U.TZ {
		var zone struct {
			Alias string `json:"_alias"`
		}
		if json.Unmarshal(raw, &zone) != nil {
			continue // a description of the whole
		}
		all := strings.Fields(zone.Alias)
		for _, id := range all {
			ids[id] = all
		}
	}
	return ids, nil
}

// names are the names of places in a language.
type names struct {
	cities    map[string]json.RawMessage // nested by the parts of a zone's name
	countries map[string]string          // by ISO 3166 code
}

func readNames(cldr, lang string) (names, error) {
	var zones struct {
		Main map[string]struct {
			Dates struct {
				TimeZoneNames struct {
					Zone map[string]json.RawMessage `json:"zone"`
				} `json:"timeZoneNames"`
			} `json:"dates"`
		} `json:"main"`
	}
	var territories struct {
		Main map[string]struct {
			LocaleDisplayNames struct {
				Territories map[string]string `json:"territories"`
			} `json:"localeDisplayNames"`
		} `json:"main"`
	}
	if err := readJSON(filepath.Join(cldr, "cldr-dates-full", "main", lang, "timeZoneNames.json"), &zones); err != nil {
		return names{}, err
	}
	if err := readJSON(filepath.Join(cldr, "cldr-localenames-full", "main", lang, "territories.json"), &territories); err != nil {
		return names{}, err
	}
	return names{zones.Main[lang].Dates.TimeZoneNames.Zone, territories.Main[lang].LocaleDisplayNames.Territories}, nil
}

// country returns the name of a country, the short one if there is one ("Hong Kong", not
// "Hong Kong SAR China"), but no abbreviation.
func (n names) country(code string) string {
	if short := n.countries[code+"-alt-short"]; len(short) > 2 {
		return short
	}
	return n.countries[code]
}

// city returns the city that stands for a zone, or else the last part of the zone's name.
func (n names) city(zone string, ids []string) string {
	city := ""
	for _, id := range append([]string{zone}, ids...) {
		at := n.cities
		for part := range strings.SplitSeq(id, "/") {
			raw := at[part]
			at = nil
			var here struct {
				City string `json:"exemplarCity"`
			}
			if json.Unmarshal(raw, &here) == nil {
				city = cmp.Or(city, here.City)
			}
			if json.Unmarshal(raw, &at) != nil {
				break
			}
		}
	}
	return cmp.Or(city, strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " "))
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
