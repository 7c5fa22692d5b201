package view

import "dojang/roadmap"

// Correction is what a manager did to another member's record.
type Correction struct {
	What string // tick, untick or remove
	Name string // the member's
	By   string // the manager's name
	Why  string
}

// Corrected is the public reply to /correct. what is the item's or the post's
// title, day the one on which a check counts or counted.
func (p Printer) Corrected(c Correction, what roadmap.Text, day roadmap.Date) Message {
	return card(colourPlain, text(p.T("correct."+c.What, "what", what, "name", c.Name, "by", c.By, "date", day)+"\n"+p.T("correct.reason", "why", c.Why)))
}
