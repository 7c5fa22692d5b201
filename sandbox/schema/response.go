package schema

// CallbackShape is the shape of the first response to an interaction. The type
// has to be one of types; the shape of the data depends on it.
func CallbackShape(types []int) Shape {
	return fields{"type": required(oneOf(types...)), "data": optional(anything)}.shape
}

// ChoicesShape is the shape of the choices that autocompletion offers for an
// option of the type.
func ChoicesShape(option int) Shape {
	value := Shape(text(1, maxChoiceValue))
	switch option {
	case IntegerOption:
		value = integer(-MaxInteger, MaxInteger)
	case NumberOption:
		value = number
	}
	return fields{"choices": optional(list(0, maxChoices, fields{
		"name": required(text(1, 100)), "name_localizations": optional(localized(text(1, 100))), "value": required(value),
	}.shape))}.shape
}
