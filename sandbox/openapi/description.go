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

// descriptionJSON is Discord's description, pruned. Its x-source names the
// revision.
//
//go:embed discord/openapi.json
var descriptionJSON []byte

// The media types of bodies. A multipart body has the JSON in one of its parts,
// with the same schema as without files.
const (
	plain     = "application/json"
	multipart = "multipart/form-data"
)

// api returns a handler that responds with 200 to valid requests. Each
// operation of the description is a route.
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

// forbidUnknownFields forbids additional properties in all objects of a schema.
// By default JSON Schema accepts them.
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

// escape makes a key a part of a JSON pointer in a URL fragment.
func escape(key string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(key)
}
