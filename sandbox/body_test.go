package sandbox

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBodyOfAMessage(t *testing.T) {
	zone := time.FixedZone("KST", 9*60*60)
	r := &reader{words: &korean, zone: zone, now: start.In(zone)}
	one := 1
	no := false
	card := Attachment{Filename: "card.png", Width: 800, Height: 418}
	tests := []struct {
		name    string
		message Message
		want    []string
	}{
		{"nothing", Message{}, nil},
		{"files", Message{Content: "a", Attachments: []Attachment{card, {Filename: "library.md", Size: 12}}}, []string{"a", "📎 card.png (800×418)", "📎 library.md (12 bytes)"}},
		{"buttons", Message{Components: []Component{{Type: actionRow, Components: []Component{
			{Type: button, Style: 1, Label: "Undo", Emoji: &Emoji{Name: "↩"}}, {Type: button, Style: 1, Label: "Off", Disabled: true},
			{Type: button, Style: linkStyle, Label: "Read", URL: "https://example.com"},
		}}}}, []string{"[↩ Undo] (Off) [Read ↗ https://example.com]"}},
		{"menus", Message{Components: []Component{
			{Type: actionRow, Components: []Component{{Type: stringSelect, Placeholder: "기간", Options: []SelectOption{{Label: "이번 주", Default: true}, {Label: "지난 주", Emoji: &Emoji{Name: "📅"}}}}}},
			{Type: actionRow, Components: []Component{{Type: channelSelect}}},
			{Type: actionRow, Components: []Component{{Type: roleSelect, Placeholder: "R", Disabled: true}}},
		}}, []string{"[기간 ▾ ✓ 이번 주 | 📅 지난 주]", "[▾ #]", "(R ▾ @role)"}},
		{"components v2", Message{Flags: componentsV2, Attachments: []Attachment{card, {Filename: "a.md"}}, Components: []Component{
			{Type: container, AccentColor: &one, Components: []Component{
				{Type: textDisplay, Content: "# 주간"}, {Type: separator}, {Type: separator, Divider: &no},
				{Type: section, Components: []Component{{Type: textDisplay, Content: "하나\n둘"}}, Accessory: &Component{Type: button, Style: 1, Label: "더"}},
				{Type: section, Components: []Component{{Type: textDisplay, Content: "셋"}}, Accessory: &Component{Type: thumbnail, Media: &Media{URL: "https://example.com/x/y.png"}, Description: "표"}},
			}},
			{Type: mediaGallery, Items: []GalleryItem{{Media: Media{URL: "attachment://card.png"}, Description: "순위표"}}},
			{Type: fileComponent, File: &Media{URL: "attachment://a.md"}},
		}}, []string{"▎ ■ 주간", "▎ ────────", "▎ ", "▎ 하나", "▎ 둘  [더]", "▎ 셋  🖼 y.png: 표", "🖼 card.png: 순위표", "📎 a.md"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.Join(test.want, "\n"), strings.Join(r.message(&test.message), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
