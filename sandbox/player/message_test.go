package player

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dojang/sandbox"
	"dojang/sandbox/schema"
)

func TestBodyOfAMessage(t *testing.T) {
	zone := time.FixedZone("KST", 9*60*60)
	r := &viewer{texts: &korean, zone: zone, now: start.In(zone)}
	one := 1
	no := false
	card := schema.Attachment{Filename: "card.png", Width: 800, Height: 418}
	tests := []struct {
		name    string
		message sandbox.Message
		want    []string
	}{
		{"nothing", sandbox.Message{}, nil},
		{"files", sandbox.Message{Content: "a", Attachments: []schema.Attachment{card, {Filename: "library.md", Size: 12}}}, []string{"a", "📎 card.png (800×418)", "📎 library.md (12 bytes)"}},
		{"buttons", sandbox.Message{Components: []schema.Component{{Type: schema.ActionRow, Components: []schema.Component{
			{Type: schema.Button, Style: 1, Label: "Undo", Emoji: &schema.Emoji{Name: "↩"}}, {Type: schema.Button, Style: 1, Label: "Off", Disabled: true},
			{Type: schema.Button, Style: schema.LinkStyle, Label: "Read", URL: "https://example.com"},
		}}}}, []string{"[↩ Undo] (Off) [Read ↗ https://example.com]"}},
		{"menus", sandbox.Message{Components: []schema.Component{
			{Type: schema.ActionRow, Components: []schema.Component{{Type: schema.StringSelect, Placeholder: "기간", Options: []schema.SelectOption{{Label: "이번 주", Default: true}, {Label: "지난 주", Emoji: &schema.Emoji{Name: "📅"}}}}}},
			{Type: schema.ActionRow, Components: []schema.Component{{Type: schema.ChannelSelect}}},
			{Type: schema.ActionRow, Components: []schema.Component{{Type: schema.RoleSelect, Placeholder: "R", Disabled: true}}},
		}}, []string{"[기간 ▾ ✓ 이번 주 | 📅 지난 주]", "[▾ #]", "(R ▾ @role)"}},
		{"components v2", sandbox.Message{Flags: schema.FlagComponentsV2, Attachments: []schema.Attachment{card, {Filename: "a.md"}}, Components: []schema.Component{
			{Type: schema.Container, AccentColor: &one, Components: []schema.Component{
				{Type: schema.TextDisplay, Content: "# 주간"}, {Type: schema.Separator}, {Type: schema.Separator, Divider: &no},
				{Type: schema.Section, Components: []schema.Component{{Type: schema.TextDisplay, Content: "하나\n둘"}}, Accessory: &schema.Component{Type: schema.Button, Style: 1, Label: "더"}},
				{Type: schema.Section, Components: []schema.Component{{Type: schema.TextDisplay, Content: "셋"}}, Accessory: &schema.Component{Type: schema.Thumbnail, Media: &schema.Media{URL: "https://example.com/x/y.png"}, Description: "표"}},
			}},
			{Type: schema.MediaGallery, Items: []schema.GalleryItem{{Media: schema.Media{URL: "attachment://card.png"}, Description: "순위표"}}},
			{Type: schema.FileComponent, File: &schema.Media{URL: "attachment://a.md"}},
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
