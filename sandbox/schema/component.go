package schema

import "strings"

// The types of components. https://discord.com/developers/docs/components/reference
const (
	ActionRow         = 1
	Button            = 2
	StringSelect      = 3
	TextInput         = 4
	UserSelect        = 5
	RoleSelect        = 6
	MentionableSelect = 7
	ChannelSelect     = 8
	Section           = 9
	TextDisplay       = 10
	Thumbnail         = 11
	MediaGallery      = 12
	FileComponent     = 13
	Separator         = 14
	Container         = 17
	Label             = 18
	FileUpload        = 19
	RadioGroup        = 21
	checkboxGroup     = 22
	Checkbox          = 23
)

// The styles of buttons that require other fields than the rest.
const (
	LinkStyle    = 5
	premiumStyle = 6
)

// ShortStyle is the style of a single-line text input.
const ShortStyle = 1

// Limits of components.
const (
	maxComponents = 40   // in a Components V2 message, including nested ones
	maxRows       = 5    // in any other message
	maxShownText  = 4000 // characters in all text displays of a message together
	maxCustomID   = 100
	maxOptions    = 25
	maxModalParts = 5
	MaxInput      = 4000
)

// Component is a component of a message or a modal. It has the fields of all
// types, of which each type uses some.
type Component struct {
	Type     int    `json:"type"`
	ID       int    `json:"id"`
	CustomID string `json:"custom_id,omitempty"`
	Disabled bool   `json:"disabled,omitempty"`

	// For buttons.
	Style int    `json:"style,omitempty"` // also for text inputs
	Label string `json:"label,omitempty"` // also for labels and text inputs
	Emoji *Emoji `json:"emoji,omitempty"`
	URL   string `json:"url,omitempty"`
	SKU   string `json:"sku_id,omitempty"`

	// For menus, text inputs and other inputs.
	Placeholder   string         `json:"placeholder,omitempty"`
	Options       []SelectOption `json:"options,omitempty"`
	MinValues     *int           `json:"min_values,omitempty"`
	MaxValues     *int           `json:"max_values,omitempty"`
	DefaultValues []DefaultValue `json:"default_values,omitempty"`
	ChannelTypes  []int          `json:"channel_types,omitempty"`
	FileTypes     []string       `json:"file_types,omitempty"`
	Required      *bool          `json:"required,omitempty"`
	Value         string         `json:"value,omitempty"`
	MinLength     *int           `json:"min_length,omitempty"`
	MaxLength     *int           `json:"max_length,omitempty"`
	Default       bool           `json:"default,omitempty"`

	// For components that contain or show something.
	Components  []Component   `json:"components,omitempty"`
	Accessory   *Component    `json:"accessory,omitempty"`
	Component   *Component    `json:"component,omitempty"`
	Content     string        `json:"content,omitempty"`
	Description string        `json:"description,omitempty"`
	Media       *Media        `json:"media,omitempty"`
	File        *Media        `json:"file,omitempty"`
	Items       []GalleryItem `json:"items,omitempty"`
	Spoiler     bool          `json:"spoiler,omitempty"`
	AccentColor *int          `json:"accent_color,omitempty"`
	Divider     *bool         `json:"divider,omitempty"`
	Spacing     int           `json:"spacing,omitempty"`
}

// Emoji is an emoji on a button or an option: a Unicode one by name, or a
// server's own by id.
type Emoji struct {
	ID       string `json:"id,omitempty"`
	Name     string `json:"name"`
	Animated bool   `json:"animated,omitempty"`
}

// SelectOption is an option of a string select, a radio group or a checkbox
// group.
type SelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description,omitempty"`
	Emoji       *Emoji `json:"emoji,omitempty"`
	Default     bool   `json:"default,omitempty"`
}

// DefaultValue is a user, role or channel that is selected by default.
type DefaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Media is an image or a file by its address. An address of attachment://name
// refers to an attachment of the message. The other fields are written, and
// never read from a request.
type Media struct {
	URL          string `json:"url"`
	ProxyURL     string `json:"proxy_url,omitempty"`
	Width        int    `json:"width,omitempty"`
	Height       int    `json:"height,omitempty"`
	ContentType  string `json:"content_type,omitempty"`
	AttachmentID string `json:"attachment_id,omitempty"`

	file Attachment // that the address refers to, once resolved
}

// GalleryItem is an image of a gallery.
type GalleryItem struct {
	Media       Media  `json:"media"`
	Description string `json:"description,omitempty"`
	Spoiler     bool   `json:"spoiler,omitempty"`
}

// children returns the components directly within c.
func (c *Component) children() []*Component {
	var all []*Component
	for i := range c.Components {
		all = append(all, &c.Components[i])
	}
	if c.Accessory != nil {
		all = append(all, c.Accessory)
	}
	if c.Component != nil {
		all = append(all, c.Component)
	}
	return all
}

// Walk calls visit for the components and all within them, in order, with outer
// ones before inner ones.
func Walk(components []Component, visit func(*Component)) {
	var down func(c *Component)
	down = func(c *Component) {
		visit(c)
		for _, child := range c.children() {
			down(child)
		}
	}
	for i := range components {
		down(&components[i])
	}
}

// IsSelect reports whether the component is a select menu.
func (c *Component) IsSelect() bool {
	return c.Type == StringSelect || c.Type >= UserSelect && c.Type <= ChannelSelect
}

// ValueRange returns how few and how many values can be selected.
func (c *Component) ValueRange() (lowest, highest int) {
	lowest, highest = 1, 1
	if c.Type == checkboxGroup {
		highest = len(c.Options)
	}
	if c.MinValues != nil {
		lowest = *c.MinValues
	}
	if c.MaxValues != nil {
		highest = *c.MaxValues
	}
	if c.Required != nil && !*c.Required {
		lowest = 0
	}
	return lowest, highest
}

// AssignIDs gives each component without an id the lowest one that is not
// taken.
func AssignIDs(components []Component) {
	taken := map[int]bool{}
	Walk(components, func(c *Component) { taken[c.ID] = true })
	next := 1
	Walk(components, func(c *Component) {
		if c.ID != 0 {
			return
		}
		for taken[next] {
			next++
		}
		c.ID = next
		taken[next] = true
	})
}

// Caption returns the text of a button, with its emoji.
func (c *Component) Caption() string {
	if c.Emoji == nil {
		return c.Label
	}
	return strings.TrimSpace(c.Emoji.Name + " " + c.Label)
}
