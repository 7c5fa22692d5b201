// Command prune writes the part of Discord's OpenAPI description that package
// openapi needs: the operations that Dojang uses, without their responses, and
// the schemas to which these refer.
//
//	go run ./sandbox/openapi/prune openapi.json REVISION > pruned.json
//
// openapi.json is specs/openapi.json of
// https://github.com/discord/discord-api-spec at the revision. The output
// belongs in sandbox/openapi/discord/openapi.json.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
)

// used lists the methods that Dojang uses, by path.
var used = map[string][]string{
	"/applications/@me":                            {"get"},
	"/applications/{application_id}/commands":      {"put"},
	"/channels/{channel_id}":                       {"get"},
	"/channels/{channel_id}/messages":              {"get", "post"},
	"/channels/{channel_id}/messages/{message_id}": {"delete"},
	"/gateway":                             {"get"},
	"/gateway/bot":                         {"get"},
	"/guilds/{guild_id}":                   {"get"},
	"/guilds/{guild_id}/members/{user_id}": {"get"},
	"/guilds/{guild_id}/roles":             {"get"},
	"/interactions/{interaction_id}/{interaction_token}/callback": {"post"},
	"/users/@me":                             {"get"},
	"/webhooks/{webhook_id}/{webhook_token}": {"post"},
	"/webhooks/{webhook_id}/{webhook_token}/messages/@original": {"delete", "patch"},
}

// description is what prune reads of Discord's description.
type description struct {
	OpenAPI    string
	Info       json.RawMessage
	Paths      map[string]map[string]json.RawMessage // by path, then by method or "parameters", which all methods share
	Components struct {
		Schemas map[string]json.RawMessage
	}
}

// operation is what prune keeps of an operation.
type operation struct {
	ID         string            `json:"operationId"`
	Parameters []json.RawMessage `json:"parameters,omitempty"`
	Body       json.RawMessage   `json:"requestBody,omitempty"`
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: prune openapi.json REVISION")
	}
	if err := prune(os.Args[1], os.Args[2], os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func prune(file, revision string, out io.Writer) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var whole description
	if err := json.Unmarshal(text, &whole); err != nil {
		return err
	}
	paths, schemas := map[string]any{}, map[string]any{}
	for path, methods := range used {
		var shared []json.RawMessage
		if text := whole.Paths[path]["parameters"]; text != nil {
			if err := json.Unmarshal(text, &shared); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		kept := map[string]operation{}
		for _, method := range methods {
			var o operation
			if err := json.Unmarshal(whole.Paths[path][method], &o); err != nil {
				return fmt.Errorf("%s %s: %w", method, path, err)
			}
			o.Parameters = slices.Concat(shared, o.Parameters)
			whole.addReferenced(o.Body, schemas)
			for _, p := range o.Parameters {
				whole.addReferenced(p, schemas)
			}
			kept[method] = o
		}
		paths[path] = kept
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n\"openapi\":%q,\n\"info\":", whole.OpenAPI)
	if err := json.Compact(&b, whole.Info); err != nil {
		return err
	}
	fmt.Fprintf(&b, ",\n\"x-source\":\"specs/openapi.json of https://github.com/discord/discord-api-spec at %s, pruned by sandbox/openapi/prune\"", revision)
	b.WriteString(",\n\"paths\":{")
	if err := writeMembers(&b, paths); err != nil {
		return err
	}
	b.WriteString("},\n\"components\":{\"schemas\":{")
	if err := writeMembers(&b, schemas); err != nil {
		return err
	}
	b.WriteString("}}\n}\n")
	_, err = b.WriteTo(out)
	return err
}

var reference = regexp.MustCompile(`"#/components/schemas/(\w+)"`)

// addReferenced adds the schemas to which the text refers, directly or through
// other schemas.
func (d description) addReferenced(text []byte, found map[string]any) {
	for _, match := range reference.FindAllSubmatch(text, -1) {
		name := string(match[1])
		if found[name] == nil {
			found[name] = d.Components.Schemas[name]
			d.addReferenced(d.Components.Schemas[name], found)
		}
	}
}

// writeMembers writes the members of an object in order, each on a line of its
// own, so that diffs are readable.
func writeMembers(b *bytes.Buffer, members map[string]any) error {
	between := "\n"
	for _, name := range slices.Sorted(maps.Keys(members)) {
		value, err := json.Marshal(members[name])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(b, "%s%q:%s", between, name, value)
		between = ",\n"
	}
	b.WriteString("\n")
	return nil
}
