package sandbox

import (
	"encoding/json"
	"math"
	"slices"
)

// Which types of components may stand where.
var (
	inLegacyMessage = []int{actionRow}
	inMessage       = []int{actionRow, section, textDisplay, mediaGallery, fileComponent, separator, container}
	inContainer     = []int{actionRow, section, textDisplay, mediaGallery, fileComponent, separator}
	inRow           = []int{button, stringSelect, userSelect, roleSelect, mentionableSelect, channelSelect}
	inModal         = []int{actionRow, textDisplay, label}
	inLabel         = []int{textInput, stringSelect, userSelect, roleSelect, mentionableSelect, channelSelect,
		fileUpload, radioGroup, checkboxGroup, checkbox}
)

// Parts that several types have.
var (
	anyComponent = fields{"type": must(anything), "id": may(integer(0, math.MaxInt32))}
	interactive  = anyComponent.with(fields{"custom_id": must(text(1, maxCustomID))})
	menu         = interactive.with(fields{
		"placeholder": may(text(0, 150)), "min_values": may(integer(0, maxOptions)), "max_values": may(integer(1, maxOptions)),
		"required": may(boolean), "disabled": may(boolean),
	})
	autoMenu = menu.with(fields{"default_values": may(list(0, maxOptions, fields{
		"id": must(snowflake), "type": must(word("user", "role", "channel")),
	}.shape))})
	emojiField = may(fields{"id": may(snowflake), "name": must(text(0, 32)), "animated": may(boolean)}.shape)
	choice     = fields{
		"label": must(text(1, 100)), "value": must(text(1, 100)), "description": may(text(0, 100)), "default": may(boolean),
	}
	picture = fields{
		"media":       must(fields{"url": must(address(2048, "http", "https", "attachment"))}.shape),
		"description": may(text(1, 1024)), "spoiler": may(boolean),
	}
	attachedFile = fields{"url": must(address(2048, "attachment"))}
)

// componentFields are the fields of a type of component.
func componentFields(kind int) fields {
	switch kind {
	case actionRow:
		return anyComponent.with(fields{"components": must(list(1, 5, union(inRow)))})
	case button:
		return anyComponent.with(fields{
			"style": must(oneOf(1, 2, 3, 4, linkStyle, premiumStyle)), "label": may(text(0, 80)), "emoji": emojiField,
			"custom_id": may(text(1, maxCustomID)), "sku_id": may(snowflake), "disabled": may(boolean),
			"url": may(address(512, "http", "https", "discord")),
		})
	case stringSelect:
		return menu.with(fields{"options": must(list(1, maxOptions, choice.with(fields{"emoji": emojiField}).shape))})
	case userSelect, roleSelect, mentionableSelect:
		return autoMenu
	case channelSelect:
		return autoMenu.with(fields{"channel_types": may(list(0, 13, oneOf(0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)))})
	case section:
		return anyComponent.with(fields{
			"components": must(list(1, 3, union([]int{textDisplay}))), "accessory": must(union([]int{button, thumbnail})),
		})
	case textDisplay:
		return anyComponent.with(fields{"content": must(text(1, maxShownText))})
	case thumbnail:
		return anyComponent.with(picture)
	case mediaGallery:
		return anyComponent.with(fields{"items": must(list(1, 10, picture.shape))})
	case fileComponent:
		return anyComponent.with(fields{"file": must(attachedFile.shape), "spoiler": may(boolean), "name": ignored, "size": ignored})
	case separator:
		return anyComponent.with(fields{"divider": may(boolean), "spacing": may(oneOf(1, 2))})
	case container:
		return anyComponent.with(fields{
			"components": must(list(1, maxComponents, union(inContainer))), "accent_color": may(integer(0, 0xFFFFFF)), "spoiler": may(boolean),
		})
	}
	return modalFields(kind)
}

// modalFields are the fields of the types that only modals have.
func modalFields(kind int) fields {
	switch kind {
	case textInput:
		return interactive.with(fields{
			"style": must(oneOf(1, 2)), "label": may(text(1, 45)), "value": may(text(0, maxInput)), "placeholder": may(text(0, 100)),
			"required": may(boolean), "min_length": may(integer(0, maxInput)), "max_length": may(integer(1, maxInput)),
		})
	case label:
		return anyComponent.with(fields{"label": must(text(1, 45)), "description": may(text(1, 100)), "component": must(union(inLabel))})
	case fileUpload:
		return interactive.with(fields{
			"min_values": may(integer(0, maxFiles)), "max_values": may(integer(1, maxFiles)), "required": may(boolean),
			"file_types": may(list(0, 10, text(1, 100))),
		})
	case radioGroup:
		return interactive.with(fields{"options": must(list(2, 10, choice.shape)), "required": may(boolean)})
	case checkboxGroup:
		return interactive.with(fields{
			"options": must(list(1, 10, choice.shape)), "min_values": may(integer(0, 10)), "max_values": may(integer(1, 10)), "required": may(boolean),
		})
	}
	return interactive.with(fields{"default": may(boolean)}) // checkbox
}

// union is the shape of a component of one of the types.
func union(types []int) shape {
	return func(p place, v any) {
		if kind, ok := unionType(p, v, types); ok {
			componentFields(kind).shape(p, v)
		}
	}
}

// unionType returns the type of the component, or notes that it is none of
// those that may stand there.
func unionType(p place, v any, types []int) (int, bool) {
	o, ok := v.(map[string]any)
	if !ok {
		p.fail("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
		return 0, false
	}
	n, _ := o["type"].(json.Number)
	kind, ok := wholeNumber(n)
	if !ok || !slices.Contains(types, kind) {
		p.at("type").fail("UNION_TYPE_CHOICES", "Value of field \"type\" must be one of %s.", choices(types))
		return 0, false
	}
	return kind, true
}

// modalPart is the shape of a component directly in a modal. An action row
// holds one text input there, and nothing that it holds in messages.
func modalPart(p place, v any) {
	kind, ok := unionType(p, v, inModal)
	switch {
	case !ok:
	case kind == actionRow:
		anyComponent.with(fields{"components": must(list(1, 1, labelledInput))}).shape(p, v)
	default:
		componentFields(kind).shape(p, v)
	}
}

// labelledInput is the shape of a text input that stands in no label and so
// has its own.
func labelledInput(p place, v any) {
	if _, ok := unionType(p, v, []int{textInput}); ok {
		modalFields(textInput).with(fields{"label": must(text(1, 45))}).shape(p, v)
	}
}

// messageComponents is the shape of a message's components: action rows only,
// or anything where the message is made of components V2.
func messageComponents(v2 bool) shape {
	if v2 {
		return list(0, maxComponents, union(inMessage))
	}
	return list(0, maxRows, union(inLegacyMessage))
}
