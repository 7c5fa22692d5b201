package view

// Greeting is what the bot says in a server that it was added to, with a button
// that sets up a group.
func (p Printer) Greeting() Message {
	return card(colourPlain, text(p.T("greeting")), text(p.T("greeting.steps")),
		row(button(stylePrimary, p.T("button.greeting"), SetupID.With())), text(p.T("greeting.help")))
}
