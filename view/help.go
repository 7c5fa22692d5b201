package view

// Help is the private reply to /help: managers see what managers can do too.
// here is the name of the group that a command in this channel means, or "".
func (p Printer) Help(manager bool, here string) Message {
	end := p.T("help.end")
	if here != "" {
		end += "\n" + p.T("help.here", "group", here)
	}
	parts := []Component{text(p.T("help.title")), text(p.T("help.member"))}
	if manager {
		parts = append(parts, line(), text(p.T("help.manager")))
	}
	return card(colourPlain, append(parts, text(end))...)
}

// Greeting is what the bot says in a server that it was added to, with a button
// that sets up a group.
func (p Printer) Greeting() Message {
	return card(colourPlain, text(p.T("greeting")), text(p.T("greeting.steps")),
		row(button(stylePrimary, p.T("button.greeting"), SetupID.With())), text(p.T("greeting.help")))
}
