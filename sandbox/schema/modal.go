package schema

// Modal is a form that opens for a member.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`
}

// ModalShape is the shape of a modal.
var ModalShape = fields{
	"custom_id": required(text(1, maxCustomID)), "title": required(text(1, 45)), "components": required(list(1, maxModalParts, modalPart)),
}.shape

// Check checks the rules of a modal that concern several fields.
func (m *Modal) Check(p Path) {
	CheckComponents(p.At("components"), m.Components, func(string) bool { return false })
	eachComponent(p.At("components"), m.Components, func(p Path, c *Component) { c.checkInModal(p) })
}

// EachInput calls visit for each component that can be filled in, with the
// label that is shown for it.
func (m *Modal) EachInput(visit func(c *Component, title string)) {
	Walk(m.Components, func(outer *Component) {
		for _, c := range outer.children() {
			title := c.Label
			if outer.Type == Label {
				title = outer.Label
			}
			visit(c, title)
		}
	})
}
