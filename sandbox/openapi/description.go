package openapi

import (
	"bytes"
	_ "embed" // the description
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// described is Discord's description, pruned. Its x-source says which revision
// it is of.
//
//go:embed discord/openapi.json
var descriptionJSON []byte

// The media types of bodies. The JSON of a body with files is a part of it, and
// the same as without files.
const (
	plain     = "application/json"
	multipart = "multipart/form-data"
)

// api is the description as a server that answers whether requests are valid.
var api = sync.OnceValue(func() http.Handler {
	var paths struct {
		Paths map[string]map[string]*operation // by path and method
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(descriptionJSON))
	if err == nil {
		err = json.Unmarshal(descriptionJSON, &paths)
	}
	if err != nil {
		panic(err)
	}
	forbidUnknownFields(doc)
	const address = "https://discord.com/openapi.json"
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(address, doc); err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	for path, methods := range paths.Paths {
		for method, o := range methods {
			at := address + "#/paths/" + escape(path) + "/" + method
			for i := range o.Parameters {
				o.Parameters[i].schema = compiler.MustCompile(fmt.Sprintf("%s/parameters/%d/schema", at, i))
			}
			if o.RequestBody != nil {
				o.RequestBody.schema = compiler.MustCompile(at + "/requestBody/content/" + escape(plain) + "/schema")
			}
			mux.Handle(strings.ToUpper(method)+" "+path, o)
		}
	}
	return mux
})

// seal forbids fields that the description does not have in the objects that it
// describes: by itself it lets them pass, and is only about those that it has.
func forbidUnknownFields(schema any) {
	switch s := schema.(type) {
	case []any:
		for _, one := range s {
			forbidUnknownFields(one)
		}
	case map[string]any:
		if s["type"] == "object" && s["additionalProperties"] == nil {
			s["additionalProperties"] = false
		}
		for _, one := range s {
			forbidUnknownFields(one)
		}
	}
}

// escape makes a key a part of a JSON pointer in an address.
func escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(key)
}
