package sandbox

import (
	"strings"
	"unicode/utf8"
)

// Limits of embeds. https://discord.com/developers/docs/resources/message#embed-object-embed-limits
const (
	maxEmbeds     = 10
	maxEmbedText  = 6000 // characters in all embeds of a message together
	maxFieldCount = 25
)

// Embed is a card within a message.
type Embed struct {
	Type        string       `json:"type"` // always rich
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Timestamp   string       `json:"timestamp,omitempty"`
	Color       int          `json:"color,omitempty"`
	Author      *EmbedAuthor `json:"author,omitempty"`
	Fields      []EmbedField `json:"fields,omitempty"`
	Image       *Media       `json:"image,omitempty"`
	Thumbnail   *Media       `json:"thumbnail,omitempty"`
	Footer      *EmbedFooter `json:"footer,omitempty"`
}

// EmbedAuthor is the line above an embed's title.
type EmbedAuthor struct {
	Name    string `json:"name"`
	URL     string `json:"url,omitempty"`
	IconURL string `json:"icon_url,omitempty"`
}

// EmbedFooter is the line below an embed.
type EmbedFooter struct {
	Text    string `json:"text"`
	IconURL string `json:"icon_url,omitempty"`
}

// EmbedField is a name with a value below it; inline ones stand side by side.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// trimmed is the shape of a text whose white space at both ends does not
// count; what must have a text must have it after that.
func trimmed(lowest, highest int) shape {
	return func(p place, v any) {
		if s, ok := v.(string); ok {
			v = strings.TrimSpace(s)
		}
		text(lowest, highest)(p, v)
	}
}

var (
	embedImage = fields{
		"url": must(address(2048, "http", "https", "attachment")), "description": may(text(0, 4096)),
		"width": ignored, "height": ignored, "proxy_url": ignored,
	}
	embedIcon   = may(address(2048, "http", "https", "attachment"))
	embedFields = fields{
		"type": ignored, "provider": ignored, "video": ignored,
		"title": may(trimmed(0, 256)), "description": may(trimmed(0, 4096)), "timestamp": may(moment),
		"url": may(address(2048, "http", "https")), "color": may(integer(0, 0xFFFFFF)),
		"author":    may(fields{"name": must(trimmed(1, 256)), "url": may(address(2048, "http", "https")), "icon_url": embedIcon, "proxy_icon_url": ignored}.shape),
		"footer":    may(fields{"text": must(trimmed(1, 2048)), "icon_url": embedIcon, "proxy_icon_url": ignored}.shape),
		"image":     may(embedImage.shape),
		"thumbnail": may(embedImage.shape),
		"fields": may(list(0, maxFieldCount, fields{
			"name": must(trimmed(1, 256)), "value": must(trimmed(1, 1024)), "inline": may(boolean),
		}.shape)),
	}
)

// trim takes the white space off that Discord takes off, and sets the type.
func (e *Embed) trim() {
	e.Type = "rich"
	e.Title, e.Description = strings.TrimSpace(e.Title), strings.TrimSpace(e.Description)
	if e.Author != nil {
		e.Author.Name = strings.TrimSpace(e.Author.Name)
	}
	if e.Footer != nil {
		e.Footer.Text = strings.TrimSpace(e.Footer.Text)
	}
	for i := range e.Fields {
		e.Fields[i].Name, e.Fields[i].Value = strings.TrimSpace(e.Fields[i].Name), strings.TrimSpace(e.Fields[i].Value)
	}
}

// texts returns all texts of the embed that count towards the limit.
func (e *Embed) texts() []string {
	texts := []string{e.Title, e.Description}
	for _, f := range e.Fields {
		texts = append(texts, f.Name, f.Value)
	}
	if e.Author != nil {
		texts = append(texts, e.Author.Name)
	}
	if e.Footer != nil {
		texts = append(texts, e.Footer.Text)
	}
	return texts
}

// checkEmbeds checks that each shows something and that all together are not
// too long.
func checkEmbeds(p place, embeds []Embed) {
	size := 0
	for i := range embeds {
		texts := strings.Join(embeds[i].texts(), "")
		size += utf8.RuneCountInString(texts)
		if texts == "" && embeds[i].Image == nil && embeds[i].Thumbnail == nil {
			p.at(i).at("description").missing()
		}
	}
	if size > maxEmbedText {
		p.fail("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedText)
	}
}
