package view

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Message is the body that creates or edits a message: Components V2, with mentions
// disabled. A message keeps that format for good, so any of Dojang's messages can be edited
// into any other.
type Message struct {
	Components []Component
	Files      []File // each needs a component, see [Message.Attach]
}

// File is a file attached to a message.
type File struct {
	Name string // ASCII letters, digits, and -_. between them
	Type string // media type
	Data []byte
}

// Attach adds files below the message.
func (m Message) Attach(files ...File) Message {
	for _, file := range files {
		m.Files = append(slices.Clip(m.Files), file)
		m.Components = append(slices.Clip(m.Components), Component{Type: typeFile, File: &Media{URL: "attachment://" + file.Name}})
	}
	return m
}

// Size returns the total size of the message's files, in bytes.
func (m *Message) Size() int {
	n := 0
	for _, file := range m.Files {
		n += len(file.Data)
	}
	return n
}

// The flags of messages.
// See https://discord.com/developers/docs/resources/message#message-object-message-flags.
const (
	FlagPrivate = 1 << 6  // EPHEMERAL
	flagV2      = 1 << 15 // IS_COMPONENTS_V2
)

// payload is the JSON form of a message.
type payload struct {
	Flags           int          `json:"flags"`
	Components      []Component  `json:"components"`
	Attachments     []attachment `json:"attachments"` // an edit removes the files that are not listed
	AllowedMentions mentions     `json:"allowed_mentions"`
}

// attachment describes the file that is sent as files[ID].
type attachment struct {
	ID       string `json:"id"`
	Filename string `json:"filename"`
}

type mentions struct {
	Parse []string `json:"parse"`
}

// noMentions keeps Discord from notifying anyone, on edits, too. The list has to be present
// and empty: without it, the default applies, which notifies.
var noMentions = mentions{Parse: []string{}}

// JSON returns the message's body for Discord, with additional flags. Its files are sent
// separately.
func (m Message) JSON(flags int) ([]byte, error) {
	p := payload{Flags: flags | flagV2, Components: m.Components, Attachments: []attachment{}, AllowedMentions: noMentions}
	for i, file := range m.Files {
		p.Attachments = append(p.Attachments, attachment{strconv.Itoa(i), file.Name})
	}
	return json.Marshal(p)
}

// MarshalJSON encodes the message as a part of a larger payload.
func (m Message) MarshalJSON() ([]byte, error) { return m.JSON(0) }

// Component is any of Discord's components. Type decides which of the other fields are
// used.
// See https://discord.com/developers/docs/components/reference.
type Component struct {
	Type        int         `json:"type"`
	CustomID    string      `json:"custom_id,omitempty"`
	Style       int         `json:"style,omitempty"`
	Label       string      `json:"label,omitempty"`
	Description string      `json:"description,omitempty"`
	URL         string      `json:"url,omitempty"`
	Disabled    bool        `json:"disabled,omitempty"`
	Content     string      `json:"content,omitempty"`
	AccentColor int         `json:"accent_color,omitempty"`
	Components  []Component `json:"components,omitempty"`
	Component   *Component  `json:"component,omitempty"`
	Accessory   *Component  `json:"accessory,omitempty"`
	Divider     *bool       `json:"divider,omitempty"`
	File        *Media      `json:"file,omitempty"`
	Placeholder string      `json:"placeholder,omitempty"`
	Options     []Option    `json:"options,omitempty"`
	MinValues   *int        `json:"min_values,omitempty"`
	MaxValues   int         `json:"max_values,omitempty"`
	Value       string      `json:"value,omitempty"`
	Required    *bool       `json:"required,omitempty"`
	MaxLength   int         `json:"max_length,omitempty"`

	ChannelTypes  []int          `json:"channel_types,omitempty"`
	DefaultValues []DefaultValue `json:"default_values,omitempty"`
}

// Media refers to a file of the message: attachment://name.
type Media struct {
	URL string `json:"url"`
}

// DefaultValue is the initial selection of a menu of channels or users.
type DefaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Option is an option of a select menu.
type Option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Default     bool   `json:"default,omitempty"`

	mark string // the end of the label, which tells it apart from others and is never cut
}

// The types of components that Dojang uses.
const (
	typeRow       = 1
	typeButton    = 2
	typeSelect    = 3
	typeInput     = 4
	typeChannels  = 8
	typeSection   = 9
	typeText      = 10
	typeFile      = 13
	typeSeparator = 14
	typeContainer = 17
	typeLabel     = 18
)

// The styles of buttons.
const (
	stylePrimary   = 1
	styleSecondary = 2
	styleSuccess   = 3
	styleDanger    = 4
	styleLink      = 5
)

// The colours of a message's side bar.
const (
	colourDone    = 0x2EA043 // something was achieved
	colourPlain   = 0x5865F2
	colourRefused = 0xD29922
	colourFault   = 0xDA3633
)

// Choice is a choice of an autocompletion.
type Choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Modal is a form that opens over the channel.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`
}

func text(content string) Component { return Component{Type: typeText, Content: content} }

// texts returns text components for the contents that are not empty.
func texts(contents ...string) []Component {
	var all []Component
	for _, content := range contents {
		if content != "" {
			all = append(all, text(content))
		}
	}
	return all
}

func row(buttons ...Component) Component { return Component{Type: typeRow, Components: buttons} }

func button(style int, label, id string) Component {
	return Component{Type: typeButton, Style: style, Label: Cut(label, MaxLabel), CustomID: id}
}

func (c Component) enabled(on bool) Component {
	c.Disabled = !on
	return c
}

func line() Component {
	divider := true
	return Component{Type: typeSeparator, Divider: &divider}
}

// section returns text with a button beside it.
func section(content string, accessory Component) Component {
	return Component{Type: typeSection, Components: []Component{text(content)}, Accessory: &accessory}
}

// menu returns a row with a select menu for exactly one option.
func menu(id, placeholder string, options []Option) Component {
	return row(Component{Type: typeSelect, CustomID: id, Placeholder: Cut(placeholder, MaxPlaceholder), Options: options})
}

// card returns a message in a single container. Its menus are shortened if they have to be.
func card(colour int, parts ...Component) Message {
	return Message{Components: shorten([]Component{{Type: typeContainer, AccentColor: colour, Components: parts}})}
}

// input returns a text input of a modal.
func input(id, label, value, hint string, required bool, max int) Component {
	one := 1 // the style of a single line
	return Component{Type: typeLabel, Label: Cut(label, MaxModalLabel), Component: &Component{
		Type: typeInput, CustomID: id, Style: one, Value: value, Placeholder: Cut(hint, MaxModalHint), Required: &required, MaxLength: max}}
}

// OfferedLink returns the address and title of the link on a message of [Printer.Already]:
// the address from its link button, the title from its text.
func OfferedLink(components []Component) (url, title string) {
	for _, c := range components {
		switch {
		case c.Type == typeButton && c.Style == styleLink:
			url = c.URL
		case c.Type == typeText:
			if _, after, ok := strings.Cut(c.Content, "📝 ["); ok {
				escaped, _, _ := strings.Cut(after, "](<")
				title = unescape(escaped)
			}
		}
		within, named := OfferedLink(c.Components)
		url, title = cmp.Or(url, within), cmp.Or(title, named)
	}
	return url, title
}
