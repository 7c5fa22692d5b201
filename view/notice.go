package view

import (
	"errors"
	"strings"

	"dojang/refusal"
	"dojang/roadmap"
	"dojang/study"
)

// Refusal is the private reply to a refused request: what is wrong, what was kept, and what
// to do.
func (p Printer) Refusal(r *refusal.Refusal) Message {
	return card(colourRefused, text(p.refusal(r)))
}

// refusal returns the sentence for a refusal.
func (p Printer) refusal(r *refusal.Refusal) string {
	args := make([]any, len(r.Args))
	for i, arg := range r.Args {
		switch arg := arg.(type) {
		case []roadmap.ItemRef:
			args[i] = Markup(p.nearest(arg))
		case []*study.Group:
			args[i] = Markup(p.groupNames(arg))
		case string:
			switch {
			case i%2 == 1 && r.Args[i-1] == "problem": // a code with a text of its own
				args[i] = Markup(p.T("post." + arg))
			case arg == "U+0020":
				args[i] = Markup(p.T("character.space"))
			default:
				args[i] = Cut(arg, 200)
			}
		default:
			args[i] = arg
		}
	}
	return p.T("refusal."+r.Code, args...)
}

// nearest lists the items that may have been meant.
func (p Printer) nearest(refs []roadmap.ItemRef) string {
	var lines []string
	for _, ref := range refs {
		lines = append(lines, "- "+p.T("refusal.near", "item", p.itemName(ref.Item, 120), "section", p.place(ref, 60)))
	}
	return strings.Join(lines, "\n")
}

func (p Printer) groupNames(groups []*study.Group) string {
	var lines fitter
	for _, g := range groups {
		s := "- " + Escape(g.Name) + " · " + string(Channel(g.Channel))
		lines.add(s, s)
	}
	return lines.text(p, share(3500))
}

// Fault is the private reply to a fault of the program. The reference is logged, too.
func (p Printer) Fault(reference string) Message {
	return card(colourFault, text(p.T("fault", "reference", reference)))
}

// Undelivered is the private reply in place of one that Discord did not accept. What the
// member asked for may be done. The reference is logged, too.
func (p Printer) Undelivered(reference string) Message {
	return card(colourFault, text(p.T("undelivered", "reference", reference)))
}

// Unavailable is the private reply while the store cannot be reached.
func (p Printer) Unavailable(reference string) Message {
	return card(colourFault, text(p.T("away", "reference", reference)))
}

// NotPersisted is the private reply while the store cannot save.
func (p Printer) NotPersisted(reference string) Message {
	return card(colourFault, text(p.T("unsaved", "reference", reference)))
}

// StoreReplaced is the private reply once the store was emptied or replaced under the bot.
func (p Printer) StoreReplaced(reference string) Message {
	return card(colourFault, text(p.T("replaced", "reference", reference)))
}

// Busy is the private reply to a request that was not begun, because too many are waiting.
func (p Printer) Busy() Message { return card(colourFault, text(p.T("busy"))) }

// Notice is a short private message, such as a confirmation.
func (p Printer) Notice(key string, args ...any) Message {
	return card(colourPlain, text(p.T(key, args...)))
}

// AsRefusal returns the refusal in an error's chain, or nil.
func AsRefusal(err error) *refusal.Refusal {
	r, _ := errors.AsType[*refusal.Refusal](err)
	return r
}
