package schema

import (
	"strings"
	"unicode/utf8"
)

// CheckComponents checks the rules of components that concern several fields:
// ids, counts, and what each style of button requires. attached reports whether
// the message has an attachment with the name.
func CheckComponents(p Path, components []Component, attached func(name string) bool) {
	customIDs, ids := map[string]bool{}, map[int]bool{}
	count, shown := 0, 0
	eachComponent(p, components, func(p Path, c *Component) {
		count++
		shown += utf8.RuneCountInString(c.Content)
		if c.CustomID != "" && customIDs[c.CustomID] {
			p.At("custom_id").Fail("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		}
		customIDs[c.CustomID] = true
		if c.ID != 0 && ids[c.ID] {
			p.At("id").Fail("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
		}
		ids[c.ID] = true
		c.check(p, attached)
	})
	if count > maxComponents {
		p.Fail("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of total components is %d; there are %d.", maxComponents, count)
	}
	if shown > maxShownText {
		p.Fail("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "The maximum displayable text size is %d; it is %d.", maxShownText, shown)
	}
}

// eachComponent calls visit for every component with its path.
func eachComponent(p Path, components []Component, visit func(Path, *Component)) {
	var down func(Path, *Component)
	down = func(p Path, c *Component) {
		visit(p, c)
		for i := range c.Components {
			down(p.At("components").At(i), &c.Components[i])
		}
		if c.Accessory != nil {
			down(p.At("accessory"), c.Accessory)
		}
		if c.Component != nil {
			down(p.At("component"), c.Component)
		}
	}
	for i := range components {
		down(p.At(i), &components[i])
	}
}

// check checks one component.
func (c *Component) check(p Path, attached func(string) bool) {
	switch c.Type {
	case ActionRow:
		for i := range c.Components {
			if c.Components[i].IsSelect() && len(c.Components) > 1 { // a menu is as wide as five buttons
				p.At("components").At(i).Fail("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
			}
		}
	case Button:
		c.checkButton(p)
	case StringSelect, RadioGroup, checkboxGroup:
		c.checkOptions(p)
	case TextInput:
		if c.MinLength != nil && c.MaxLength != nil && *c.MinLength > *c.MaxLength {
			p.At("min_length").Fail("TEXT_INPUT_MIN_LENGTH_GREATER", "min_length is greater than max_length")
		}
	}
	if c.IsSelect() || c.Type == checkboxGroup || c.Type == FileUpload {
		c.checkRange(p)
	}
	for i, item := range c.Items {
		checkAttached(p.At("items").At(i).At("media"), &item.Media, attached)
	}
	checkAttached(p.At("media"), c.Media, attached)
	checkAttached(p.At("file"), c.File, attached)
}

// checkAttached checks that an attachment:// address refers to an attachment of
// the message.
func checkAttached(p Path, m *Media, attached func(string) bool) {
	if m == nil {
		return
	}
	if name, ok := strings.CutPrefix(m.URL, "attachment://"); ok && !attached(name) {
		p.At("url").Fail("UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", "The referenced attachment was not found")
	}
}

// checkButton checks the fields that the button's style requires and forbids.
func (c *Component) checkButton(p Path) {
	need := func(has bool, key, what string) {
		if !has {
			p.At(key).Fail("BASE_TYPE_REQUIRED", "A %s is required", what)
		}
	}
	forbid := func(has bool, key string) {
		if has {
			p.At(key).Fail("BUTTON_COMPONENT_FIELD_FORBIDDEN", "A button of style %d cannot have this field", c.Style)
		}
	}
	switch c.Style {
	case LinkStyle:
		need(c.URL != "", "url", "url")
		forbid(c.CustomID != "", "custom_id")
		forbid(c.SKU != "", "sku_id")
	case premiumStyle:
		need(c.SKU != "", "sku_id", "sku id")
		forbid(c.CustomID != "", "custom_id")
		forbid(c.URL != "", "url")
		forbid(c.Label != "", "label")
		forbid(c.Emoji != nil, "emoji")
	default:
		need(c.CustomID != "", "custom_id", "custom id")
		forbid(c.URL != "", "url")
		forbid(c.SKU != "", "sku_id")
	}
	if c.Label == "" && c.Emoji == nil && c.Style != premiumStyle {
		p.Fail("BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji")
	}
}

// checkOptions checks that option values are unique and that not too many are
// selected by default.
func (c *Component) checkOptions(p Path) {
	seen, chosen := map[string]bool{}, 0
	for i, o := range c.Options {
		if seen[o.Value] {
			p.At("options").At(i).At("value").Fail("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[o.Value] = true
		if o.Default {
			chosen++
		}
	}
	highest := 1
	if c.Type != RadioGroup {
		_, highest = c.ValueRange()
	}
	if chosen > highest {
		p.At("options").Fail("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "%d options are chosen by default, at most %d may be", chosen, highest)
	}
}

// checkRange checks that the limits on the number of values can be met.
func (c *Component) checkRange(p Path) {
	lowest, highest := c.ValueRange()
	if c.MinValues != nil && *c.MinValues > highest {
		p.At("min_values").Fail("SELECT_COMPONENT_MIN_VALUES_GREATER", "min_values is greater than max_values")
	}
	if len(c.Options) > 0 && highest > len(c.Options) {
		p.At("max_values").Fail("SELECT_COMPONENT_MAX_VALUES_TOO_HIGH", "max_values is greater than the number of options")
	}
	if n := len(c.DefaultValues); n > 0 && (n < lowest || n > highest) {
		p.At("default_values").Fail("SELECT_COMPONENT_DEFAULT_VALUES_BAD_LENGTH", "There must be %d to %d default values", lowest, highest)
	}
}

// checkInModal checks that a component of a modal is not disabled, and that a
// required one does not accept zero values.
func (c *Component) checkInModal(p Path) {
	if c.Disabled {
		p.At("disabled").Fail("MODAL_COMPONENT_DISABLED", "Components in a modal cannot be disabled")
	}
	required := c.Required == nil || *c.Required
	if required && c.MinValues != nil && *c.MinValues == 0 {
		p.At("min_values").Fail("NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.")
	}
}
