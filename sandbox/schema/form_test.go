package schema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// check decodes a body and checks it by the shape.
func check(t *testing.T, s Shape, body string) *Form {
	t.Helper()
	v, err := DecodeJSON([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	p := NewForm()
	s(p, v)
	return p.Form
}

func TestShapesReportPaths(t *testing.T) {
	tests := []struct {
		name  string
		shape Shape
		body  string
		want  Form
	}{
		{"valid command", CommandShape, `{"name":"check","description":"d"}`, Form{}},
		{"no body", CommandShape, `[]`, Form{Errors: []Error{{"", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"}}}},
		{"nested error", CommandShape, `{"name":"check","description":"d","options":[{"type":1,"name":"a","description":""}]}`,
			Form{Errors: []Error{{"options.0.description", "BASE_TYPE_REQUIRED", "This field is required"}}}},
		{"field that Discord ignores", ModalShape, `{"custom_id":"m","title":"t","size":2,"components":[{"type":10,"content":"c","bold":true}]}`,
			Form{Unknown: []string{"components.0.bold", "size"}}},
		{"components of V2 without the flag", CreateMessageShape, `{"components":[{"type":10,"content":"c"}]}`,
			Form{Errors: []Error{{"components.0.type", "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1).`}}}},
		{"components of V2 in an edit of such a message", EditMessageShape(FlagComponentsV2), `{"components":[{"type":10,"content":"c"}]}`, Form{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(&test.want, check(t, test.shape, test.body)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRulesOfComponents(t *testing.T) {
	p := NewForm()
	button := Component{Type: Button, Style: 1, Label: "b", CustomID: "same"}
	CheckComponents(p, []Component{{Type: ActionRow, Components: []Component{button, button}}}, func(string) bool { return false })
	want := map[string]any{"0": map[string]any{"components": map[string]any{"1": map[string]any{"custom_id": map[string]any{
		"_errors": []map[string]any{{"code": "COMPONENT_CUSTOM_ID_DUPLICATED", "message": "Component custom id cannot be duplicated"}},
	}}}}}
	if diff := cmp.Diff(want, p.Form.Tree()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
