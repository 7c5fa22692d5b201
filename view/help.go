package view

import "strings"

// Help is the private reply to /help. managers see what managers can do too.
func (p Printer) Help(manager bool, here string) Message {
	parts := []Component{text(p.T("help.title")), text(p.T("help.member"))}
	if manager {
		parts = append(parts, line(), text(p.T("help.manager")))
	}
	return card(colourPlain, append(parts, text(strings.TrimSpace(p.T("help.end")+"\n"+here)))...)
}
