package schema

// MarshalJSON writes the component with the fields that its type always has.
func (c Component) MarshalJSON() ([]byte, error) {
	type plain Component
	var description *string
	if c.Description != "" {
		description = &c.Description
	}
	switch {
	case c.IsSelect():
		one := 1
		if c.MinValues == nil {
			c.MinValues = &one
		}
		if c.MaxValues == nil {
			c.MaxValues = &one
		}
	case c.Type == Separator:
		yes := true
		if c.Divider == nil {
			c.Divider = &yes
		}
		c.Spacing = max(c.Spacing, 1)
	case c.Type == Container:
		return EncodeJSON(struct {
			plain
			AccentColor *int `json:"accent_color"`
			Spoiler     bool `json:"spoiler"`
		}{plain(c), c.AccentColor, c.Spoiler})
	case c.Type == Thumbnail:
		return EncodeJSON(struct {
			plain
			Description *string `json:"description"`
			Spoiler     bool    `json:"spoiler"`
		}{plain(c), description, c.Spoiler})
	case c.Type == FileComponent:
		return EncodeJSON(struct {
			plain
			Name    string `json:"name"`
			Size    int    `json:"size"`
			Spoiler bool   `json:"spoiler"`
		}{plain(c), c.File.file.Filename, c.File.file.Size, c.Spoiler})
	}
	return EncodeJSON(plain(c))
}

// MarshalJSON writes the item with a null description if it has none.
func (i GalleryItem) MarshalJSON() ([]byte, error) {
	type plain GalleryItem
	var description *string
	if i.Description != "" {
		description = &i.Description
	}
	return EncodeJSON(struct {
		plain
		Description *string `json:"description"`
		Spoiler     bool    `json:"spoiler"`
	}{plain(i), description, i.Spoiler})
}
