package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What the command line says begins with what is wrong, not with the name of a package.
func TestErrorsBeginWithWhatIsWrong(t *testing.T) {
	_, _, env := discordServer(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	roadmap, broken := write("roadmap.md", "# R\n## A\n### S\n- [ ] one\n"), write("broken.md", "# R\n")
	noRedis := map[string]string{"DOJANG_REDIS_URL": "redis://127.0.0.1:1"}
	wrongToken := map[string]string{"DOJANG_DISCORD_TOKEN": "wrong", "DOJANG_DISCORD_URL": env["DOJANG_DISCORD_URL"]}
	const storeAway = "the store cannot be reached: dial tcp"
	for _, test := range []struct {
		args string
		env  map[string]string
		want string
	}{
		{"verify", noRedis, storeAway},
		{"rebuild", noRedis, storeAway},
		{"backup " + filepath.Join(dir, "backup"), noRedis, storeAway},
		{"library X", noRedis, storeAway},
		{"invite", wrongToken, "the bot's token is wrong"},
		{"commands sync", wrongToken, "the bot's token is wrong"},
		{"roadmap check " + filepath.Join(dir, "missing.md"), nil, "open " + filepath.Join(dir, "missing.md") + ": "},
		{"roadmap diff " + roadmap + " " + broken, nil, broken + ": line 1: the roadmap has no items"},
		{"restore " + roadmap, nil, roadmap + " cannot be restored, and nothing was changed: line 1 of the backup: the checksum is wrong"},
	} {
		t.Run(test.args, func(t *testing.T) {
			t.Chdir(t.TempDir())
			err := run(t.Context(), append([]string{"dojang"}, strings.Fields(test.args)...), func(key string) string { return test.env[key] }, nil, io.Discard, io.Discard)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("said: %v\nwant: %s…", err, test.want)
			}
		})
	}
}
