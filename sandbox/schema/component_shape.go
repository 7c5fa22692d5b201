package schema

import (
	"encoding/json"
	"math"
	"slices"
)

// The types of components that each place may contain.
var (
	inLegacyMessage = []int{ActionRow}
	inMessage       = []int{ActionRow, Section, TextDisplay, MediaGallery, FileComponent, Separator, Container}
	inContainer     = []int{ActionRow, Section, TextDisplay, MediaGallery, FileComponent, Separator}
	inRow           = []int{Button, StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect}
	inModal         = []int{ActionRow, TextDisplay, Label}
	inLabel         = []int{TextInput, StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect,
		FileUpload, RadioGroup, checkboxGroup, Checkbox}
)

// Fields that several types share.
var (
	anyComponent = fields{"type": required(anything), "id": optional(integer(0, math.MaxInt32))}
	interactive  = anyComponent.with(fields{"custom_id": required(text(1, maxCustomID))})
	menu         = interactive.with(fields{
		"placeholder": optional(text(0, 150)), "min_values": optional(integer(0, maxOptions)), "max_values": optional(integer(1, maxOptions)),
		"required": optional(boolean), "disabled": optional(boolean),
	})
	autoMenu = menu.with(fields{"default_values": optional(list(0, maxOptions, fields{
		"id": required(snowflake), "type": required(oneOfStrings("user", "role", "channel")),
	}.shape))})
	emojiField = optional(fields{"id": optional(snowflake), "name": required(text(0, 32)), "animated": optional(boolean)}.shape)
	choice     = fields{
		"label": required(text(1, 100)), "value": required(text(1, 100)), "description": optional(text(0, 100)), "default": optional(boolean),
	}
	picture = fields{
		"media":       required(fields{"url": required(address(2048, "http", "https", "attachment"))}.shape),
		"description": optional(text(1, 1024)), "spoiler": optional(boolean),
	}
	attachedFile = fields{"url": required(address(2048, "attachment"))}
)

// componentFields returns the fields of a type of component.
func componentFields(kind int) fields {
	switch kind {
	case ActionRow:
		return anyComponent.with(fields{"components": required(list(1, 5, union(inRow)))})
	case Button:
		return anyComponent.with(fields{
			"style": required(oneOf(1, 2, 3, 4, LinkStyle, premiumStyle)), "label": optional(text(0, 80)), "emoji": emojiField,
			"custom_id": optional(text(1, maxCustomID)), "sku_id": optional(snowflake), "disabled": optional(boolean),
			"url": optional(address(512, "http", "https", "discord")),
		})
	case StringSelect:
		return menu.with(fields{"options": required(list(1, maxOptions, choice.with(fields{"emoji": emojiField}).shape))})
	case UserSelect, RoleSelect, MentionableSelect:
		return autoMenu
	case ChannelSelect:
		return autoMenu.with(fields{"channel_types": optional(list(0, 13, oneOf(0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)))})
	case Section:
		return anyComponent.with(fields{
			"components": required(list(1, 3, union([]int{TextDisplay}))), "accessory": required(union([]int{Button, Thumbnail})),
		})
	case TextDisplay:
		return anyComponent.with(fields{"content": required(text(1, maxShownText))})
	case Thumbnail:
		return anyComponent.with(picture)
	case MediaGallery:
		return anyComponent.with(fields{"items": required(list(1, 10, picture.shape))})
	case FileComponent:
		return anyComponent.with(fields{"file": required(attachedFile.shape), "spoiler": optional(boolean), "name": ignored, "size": ignored})
	case Separator:
		return anyComponent.with(fields{"divider": optional(boolean), "spacing": optional(oneOf(1, 2))})
	case Container:
		return anyComponent.with(fields{
			"components": required(list(1, maxComponents, union(inContainer))), "accent_color": optional(integer(0, 0xFFFFFF)), "spoiler": optional(boolean),
		})
	}
	return modalFields(kind)
}

// modalFields returns the fields of the types that only modals have.
func modalFields(kind int) fields {
	switch kind {
	case TextInput:
		return interactive.with(fields{
			"style": required(oneOf(1, 2)), "label": optional(text(1, 45)), "value": optional(text(0, MaxInput)), "placeholder": optional(text(0, 100)),
			"required": optional(boolean), "min_length": optional(integer(0, MaxInput)), "max_length": optional(integer(1, MaxInput)),
		})
	case Label:
		return anyComponent.with(fields{"label": required(text(1, 45)), "description": optional(text(1, 100)), "component": required(union(inLabel))})
	case FileUpload:
		return interactive.with(fields{
			"min_values": optional(integer(0, MaxFiles)), "max_values": optional(integer(1, MaxFiles)), "required": optional(boolean),
			"file_types": optional(list(0, 10, text(1, 100))),
		})
	case RadioGroup:
		return interactive.with(fields{"options": required(list(2, 10, choice.shape)), "required": optional(boolean)})
	case checkboxGroup:
		return interactive.with(fields{
			"options": required(list(1, 10, choice.shape)), "min_values": optional(integer(0, 10)), "max_values": optional(integer(1, 10)), "required": optional(boolean),
		})
	}
	return interactive.with(fields{"default": optional(boolean)}) // checkbox
}

// union is the shape of a component of one of the types.
func union(types []int) Shape {
	return func(p Path, v any) {
		if kind, ok := unionType(p, v, types); ok {
			componentFields(kind).shape(p, v)
		}
	}
}

// unionType returns the type of the component. If the type is not one of types,
// it records an error and returns false.
func unionType(p Path, v any, types []int) (int, bool) {
	o, ok := v.(map[string]any)
	if !ok {
		p.Fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return 0, false
	}
	n, _ := o["type"].(json.Number)
	kind, ok := wholeNumber(n)
	if !ok || !slices.Contains(types, kind) {
		p.At("type").Fail("UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %s.", choices(types))
		return 0, false
	}
	return kind, true
}

// modalPart is the shape of a component directly in a modal. There, an action
// row contains exactly one text input.
func modalPart(p Path, v any) {
	kind, ok := unionType(p, v, inModal)
	switch {
	case !ok:
	case kind == ActionRow:
		anyComponent.with(fields{"components": required(list(1, 1, labelledInput))}).shape(p, v)
	default:
		componentFields(kind).shape(p, v)
	}
}

// labelledInput is the shape of a text input in an action row, which needs a
// label of its own.
func labelledInput(p Path, v any) {
	if _, ok := unionType(p, v, []int{TextInput}); ok {
		modalFields(TextInput).with(fields{"label": required(text(1, 45))}).shape(p, v)
	}
}

// messageComponents is the shape of a message's components: only action rows
// unless the message is Components V2.
func messageComponents(v2 bool) Shape {
	if v2 {
		return list(0, maxComponents, union(inMessage))
	}
	return list(0, maxRows, union(inLegacyMessage))
}
