package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dojang/roadmap/markdown"
)

const days = "# T\n\n|# Day | Topics |\n|------|:------:|\n| 01 | [Introduction](./readme.md) |\n| 02 | [Variables](https://a.example/2), [more](https://a.example/3) |\n"

// Files whose topics are the rows of tables had no items.
func TestParseTables(t *testing.T) {
	for _, tt := range []struct {
		name, src, column string
		items             string // area › section › title [links]
	}{
		{"the only thing in the file", days, "Topics", "T › T › Introduction, T › T › Variables, more [https://a.example/2 https://a.example/3]"},
		{"below headings", "# T\n## A\n### S\n" + days[5:] + "## B\n|Title|\n|---|\n|x|\n|y|\n", "Topics", "A › S › Introduction, A › S › Variables, more [https://a.example/2 https://a.example/3], B › B › x, B › B › y"},
		{"links of the row", "# T\n| Topic | Link |\n|---|---|\n| Sockets | [a](https://a.example/1) |\n| Ports | https://a.example/2 |\n", "Topic", "T › T › Sockets [https://a.example/1], T › T › Ports [https://a.example/2]"},
		{"in Korean", "# T\n| 주차 | 학습 내용 | 자료 |\n|---|---|---|\n| 1 | 소켓 | |\n| 2 | 포트 | |\n", "학습 내용", "T › T › 소켓, T › T › 포트"},
		{"the column with the links", "# T\n| # | Algo | Level |\n|---|---|---|\n| 1 | [Sort](https://a.example/1) | hard to do |\n| 2 | [Find](https://a.example/2) | easy to do |\n", "Algo", "T › T › Sort [https://a.example/1], T › T › Find [https://a.example/2]"},
		{"the column with the words", "# T\n| # | When | What is it |\n|---|---|---|\n| 1 | Mon | Sorting arrays |\n| 2 | Tue | Finding things |\n", "What is it", "T › T › Sorting arrays, T › T › Finding things"},
		{"boxes and bars", "# T\n| Done | Topic |\n|---|---|\n| x | [x] a \\| b |\n| | [ ] c |\n", "Topic", "T › T › a | b, T › T › c"},
		{"an empty cell", "# T\n| Topic |\n|---|\n| a |\n| |\n| b |\n", "Topic", "T › T › a, T › T › b"},
		{"beside checkboxes", "# T\n## A\n- [ ] one\n\n| Topic |\n|---|\n| a |\n| b |\n", "Topic", "A › A › one, A › A › a, A › A › b"},
		{"beside other lists", "# T\n- how to use it\n\n| Topic |\n|---|\n| a |\n| b |\n", "Topic", "T › T › a, T › T › b"},
		{"with an id", "# T\n| Topic |\n|---|\n| a <!-- id: x --> |\n| b |\n", "Topic", "T › T › a, T › T › b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, offered, _ := markdown.ParseFile([]byte(tt.src), markdown.Options{Lang: "ko"})
			r, taken, err := markdown.ParseFile([]byte(tt.src), markdown.Options{Lang: "ko", Tables: true})
			if err != nil {
				t.Fatal(err)
			}
			for code, notices := range map[string][]markdown.Notice{markdown.TableOffered: offered, markdown.TableTaken: taken} {
				found := ""
				for _, n := range notices {
					if n.Code == code && found == "" {
						if rows, column := markdown.TableRows(n); rows > 1 {
							found = column
						}
					}
				}
				hasSentences(t, notices...)
				told := map[string]bool{}
				for _, n := range notices {
					if told[n.String()] {
						t.Errorf("%s is told twice", n)
					}
					told[n.String()] = true
				}
				if found != tt.column {
					t.Errorf("%s: the column is %q, want %q", code, found, tt.column)
				}
			}
			var got []string
			for ref := range r.Items() {
				item := fmt.Sprint(ref.Area.Title["ko"], " › ", ref.Section.Title["ko"], " › ", ref.Item.Title["ko"])
				var links []string
				for _, reading := range ref.Item.Reading {
					links = append(links, reading.URL)
				}
				if len(links) > 0 {
					item += " [" + strings.Join(links, " ") + "]"
				}
				got = append(got, item)
			}
			if diff := cmp.Diff(tt.items, strings.Join(got, ", ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			sameAgain(t, r, "ko")
		})
	}
}

// Tables of which no column has topics are only left out.
func TestTablesWithoutTopics(t *testing.T) {
	for name, table := range map[string]string{
		"pictures":  "| ![a](https://a.example/a.png) | ![b](https://a.example/b.png) |\n|---|---|\n| ![c](https://a.example/c.png) | ![d](https://a.example/d.png) |\n",
		"no rows":   "| Topic |\n|---|\n",
		"one row":   "| Topic |\n|---|\n| a |\n",
		"numbers":   "| Topic |\n|---|\n| 1 |\n| 2 |\n",
		"all equal": "| Topic |\n|---|\n| todo |\n| todo |\n| todo |\n",
		"in a list": "- a\n\n  | Topic |\n  |---|\n  | b |\n  | c |\n",
		"quoted":    "> | Topic |\n> |---|\n> | b |\n> | c |\n",
	} {
		src := []byte("# T\n- [ ] one\n\n" + table)
		for _, tables := range []bool{false, true} {
			r, warnings, err := markdown.ParseFile(src, markdown.Options{Tables: tables})
			if err != nil || r.Len() != 1 || len(warnings) != 1 || warnings[0].Code != "table" {
				t.Errorf("%s: %v, %v", name, err, warnings)
			}
		}
	}
}

// The title above a table in the same paragraph was lost with it.
func TestTextsAboveTables(t *testing.T) {
	const table = "  | a | b |\n  |---|---|\n  | c | d |\n"
	for _, tt := range []struct{ name, src, items, told string }{
		{"an item", "- [ ] A\n" + table + "- [ ] B", "T › T › A, T › T › B", "3 table"},
		{"an item of two lines", "- [ ] A\n  more\n" + table, "T › T › A more", "4 table"},
		{"an item without boxes", "- A\n" + table + "- B", "T › T › A, T › T › B", "2 list.plain, 3 table"},
		{"an item too far in", "text\n        - [ ] A\n" + table, "T › T › A", "3 item.far, 4 table"},
		{"an item too far in below it", "text\n" + table + "        - [ ] A\n        - [x] B", "T › T › A, T › T › B", "3 table, 6 item.far, 7 item.far"},
		{"a paragraph", "**A** - one\n" + table + "\n**B** - two\n\n**C** - three", "T › T › A, T › T › B, T › T › C", "2 list.paragraphs, 3 table"},
		{"a box of HTML", "<input type=checkbox> A\n" + table, "T › T › A", "3 table"},
		{"a title that is its head", "- [ ] A | b\n  --|--\n  c | d\n- [ ] B", "T › T › B", "2 table"},
		{"a note", "- [ ] A\n\n  A note.\n" + table, "T › T › A", "5 table"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, warnings := parse(t, "# T\n"+tt.src+"\n")
			if diff := cmp.Diff(tt.items, itemsOf(r)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.told, told(warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			sameAgain(t, r, "ko")
		})
	}
}

// Tables and quoted checkboxes below a heading with a role vanished in silence.
func TestTablesAndQuotationsBelowRoles(t *testing.T) {
	const table = "| Topic | Link |\n|---|---|\n| Sockets | [a](https://a.example/1) |\n| Ports | [b](https://a.example/2) |\n"
	for _, tt := range []struct{ name, src, offered, taken, imported string }{
		{"a table of topics in the contents", "## Contents\n" + table, "6 table.rows", "6 table.taken", "6 table"},
		{"a table of contents", "## 목차\n| 제목 |\n|---|\n| [A](#a) |\n| [B](#b) |\n| other |\n", "6 table", "6 table", "6 table"},
		{"a table of contents by name", "## Contents\n| Title | Pages |\n|---|---|\n| A | 1 |\n| B | 2 |\n## B\n- [ ] b\n", "6 table", "6 table", "6 table"},
		{"a table in the study plan", "## Study plan\n" + table, "6 table", "6 table", "6 table"},
		{"a table in the progress", "## 진행 상황\n" + table, "6 table", "6 table", "6 table"},
		{"a table in other posts", "## Other posts\n" + table, "6 table", "6 table", "6 table"},
		{"a quotation in the contents", "## Contents\n> - [x] x\n", "6 item.quoted", "6 item.quoted", "6 item.quoted"},
		{"a quotation in the study plan", "## Study plan\n> - [x] x\n", "6 item.quoted", "6 item.quoted", "6 item.quoted"},
		{"a quotation in the progress", "## Progress\n> - [x] x\n", "6 item.quoted", "6 item.quoted", "6 item.quoted"},
		{"a quoted example", "## Progress\nFor example:\n\n> - [x] x\n> - [x] y\n\ntext\n\n> - [x] z\n", "13 item.quoted", "13 item.quoted", "13 item.quoted"},
		{"a quotation of an item", "## Progress\n> - [x] One\n> - [x] y\n", "7 item.quoted", "7 item.quoted", "7 item.quoted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := []byte("# T\n## A\n- [ ] one\n\n" + tt.src)
			for _, tables := range []bool{false, true} {
				r, warnings, err := markdown.ParseFile(src, markdown.Options{Lang: "ko", Tables: tables})
				if err != nil {
					t.Fatal(err)
				}
				want := map[bool]string{false: tt.offered, true: tt.taken}[tables]
				if diff := cmp.Diff(want, told(warnings)); diff != "" {
					t.Errorf("warnings with tables %t (-want +got):\n%s", tables, diff)
				}
				if want := tables && strings.Contains(tt.taken, "taken"); want != strings.Contains(itemsOf(r), "Contents › Contents › Sockets") {
					t.Errorf("items with tables %t: %s", tables, itemsOf(r))
				}
				sameAgain(t, r, "ko")
			}
			s := readInput(t, src, "")
			if diff := cmp.Diff(tt.imported, told(s.Skipped)); diff != "" {
				t.Errorf("skipped (-want +got):\n%s", diff)
			}
		})
	}
}

// Rows without a topic were counted, and a column without a head had no name.
func TestRowsWithoutTopics(t *testing.T) {
	long := strings.Repeat("a", 9000)
	for _, tt := range []struct {
		name, table, column string
		rows                int
		items, told         string
	}{
		{"an empty cell", "| Topic | Link |\n|---|---|\n| a | x |\n| | y |\n| | |\n| b | z |\n", "Topic", 2, "T › T › a, T › T › b", "3 table.taken, 6 title.empty"},
		{"no cell", "| Link | Topic |\n|---|---|\n| x | a |\n| y |\n| z | b |\n", "Topic", 2, "T › T › a, T › T › b", "3 table.taken, 6 title.empty"},
		{"only a box", "| Topic | Link |\n|---|---|\n| [ ] a | x |\n| [x] | y |\n| [x] b | z |\n", "Topic", 2, "T › T › a, T › T › b", "3 table.taken, 6 title.empty"},
		{"an empty head", "| # | |\n|---|---|\n| 1 | a |\n| 2 | b |\n", "2", 2, "T › T › a, T › T › b", "3 table.taken"},
		{"a picture as head", "| ![x](y) |\n|---|\n| a |\n| b |\n", "1", 2, "T › T › a, T › T › b", "3 table.taken"},
		{"an endless cell", "| Topic |\n|---|\n| a |\n| b |\n| " + long + " |\n", "Topic", 3, "T › T › a, T › T › b, T › T › " + long[:199] + "…", "3 table.taken, 7 title.bytes, 7 title.long, 7 note.long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := []byte("# T\n\n" + tt.table)
			_, offered, _ := markdown.ParseFile(src, markdown.Options{Lang: "ko"})
			if rows, column := markdown.TableRows(offered[0]); offered[0].Code != markdown.TableOffered || rows != tt.rows || column != tt.column {
				t.Errorf("offered %v", offered)
			}
			r, warnings, err := markdown.ParseFile(src, markdown.Options{Lang: "ko", Tables: true})
			if err != nil {
				t.Fatal(err)
			}
			if rows, column := markdown.TableRows(warnings[0]); rows != r.Len() || rows != tt.rows || column != tt.column {
				t.Errorf("%d rows of %q are taken, there are %d items", rows, column, r.Len())
			}
			if diff := cmp.Diff(tt.items, itemsOf(r)); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.told, told(warnings)); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			sameAgain(t, r, "ko")
		})
	}
}
