package view

// Help is the private reply to /help. Managers see the commands for managers, too. here is
// the name of the group that commands in this channel mean, or "".
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

// Greeting is posted to a server that the bot was added to. It has a button that sets up a
// group.
func (p Printer) Greeting() Message {
	return card(colourPlain, text(p.T("greeting")), text(p.T("greeting.steps")),
		row(button(stylePrimary, p.T("button.greeting"), SetupID.With())), text(p.T("greeting.help")))
}
