package schema

// MaxWeight is how much text, as [Weight] counts it, Discord takes in one request. Discord
// does not document this limit; people have measured about 10,170 bytes in text displays, with
// 12 more for each, and less exactly that the options of menus count, too.
// https://github.com/discord/discord-api-docs/issues/8554
// https://github.com/discord/discord-api-docs/issues/7310
const MaxWeight = 10170

// textOverhead is what a text display weighs in addition to its bytes.
const textOverhead = 12

// Weight returns the bytes of all strings in the components that people read, with what each
// text display weighs in addition.
func Weight(components []Component) int {
	n := 0
	Walk(components, func(c *Component) {
		n += len(c.Content) + len(c.Label) + len(c.Placeholder) + len(c.Description) + len(c.Value)
		for _, o := range c.Options {
			n += len(o.Label) + len(o.Description)
		}
		if c.Type == TextDisplay {
			n += textOverhead
		}
	})
	return n
}
