package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// startSandbox runs the subcommand sandbox with /dev/null for its input, as a
// service manager does, and returns the address that it prints.
func startSandbox(t *testing.T, args ...string) (r *running, address string) {
	t.Helper()
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = nothing.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	r = &running{t: t, cancel: cancel, ended: make(chan error, 1)}
	go func() {
		r.ended <- run(ctx, append([]string{"dojang", "sandbox"}, args...), func(string) string { return "" }, nothing, &r.out, &r.err)
	}()
	printed := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	r.until("prints an address", func() bool { return printed.MatchString(r.out.String()) })
	return r, printed.FindString(r.out.String())
}

// readWorld reads what the page at the address shows.
func readWorld(t *testing.T, address string) (clock, epoch string) {
	t.Helper()
	response, err := http.Get(address + "/api/world")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var w struct{ Clock, Epoch string }
	if err := json.NewDecoder(response.Body).Decode(&w); err != nil {
		t.Fatal(err)
	}
	return w.Clock, w.Epoch
}

// postTo sends an action without anything in it to the page at the address.
func postTo(t *testing.T, address, act string) (status int, body string) {
	t.Helper()
	response, err := http.Post(address+"/api/"+act, "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(raw)
}

func TestSandboxServesItsPageUntilItIsTold(t *testing.T) {
	r, address := startSandbox(t, "--clock", "2026-11-23T09:00", "--port", "0")
	if clock, _ := readWorld(t, address); clock != "2026-11-23T09:00:00+09:00" {
		t.Errorf("the clock shows %s", clock)
	}
	port := address[strings.LastIndex(address, ":")+1:]
	other, next := startSandbox(t, "--port", port)
	if next == address {
		t.Errorf("two sandboxes are at %s", address)
	}
	readWorld(t, next)
	for _, one := range []*running{r, other} {
		if err := one.end(); err != nil {
			t.Errorf("ended with %v; its log:\n%s", err, &one.err)
		}
	}
	if _, err := http.Get(address); err == nil {
		t.Error("the page is still there")
	}
}

func TestSandboxPlaysItsInputToTheEnd(t *testing.T) {
	const lines = "민수: /check item:GIL\nAlex: press Nothing\n"
	file, err := os.Create(filepath.Join(t.TempDir(), "lines"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []*os.File{file, writer} {
		if _, err := to.WriteString(lines); err != nil {
			t.Fatal(err)
		}
	}
	_ = writer.Close()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	nothing, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = nothing.Close() })
	for name, test := range map[string]struct {
		in     io.Reader
		args   []string
		says   string
		failed bool
	}{
		"a file":                        {file, nil, "1/168", true},
		"a pipe":                        {reader, nil, "1/168", true},
		"nothing, but for the terminal": {nothing, []string{"--terminal"}, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			var out, log strings.Builder
			err := run(t.Context(), append([]string{"dojang", "sandbox"}, test.args...), func(string) string { return "" }, test.in, &out, &log)
			if (err != nil) != test.failed || !strings.Contains(out.String(), test.says) || strings.Contains(out.String(), "http://") {
				t.Errorf("%v:\n%s%s", err, &out, &log)
			}
			if test.failed && !strings.Contains(log.String(), "1 lines were not understood") {
				t.Errorf("it does not say so: %s", &log)
			}
		})
	}
}

// Starting over in a directory puts what was there aside.
func TestSandboxStartsOverInADirectory(t *testing.T) {
	dir := t.TempDir()
	r, address := startSandbox(t, "--data", dir, "--port", "0")
	_, before := readWorld(t, address)
	for _, act := range []string{"demo", "start-over"} {
		if status, body := postTo(t, address, act); status != http.StatusOK {
			t.Fatalf("%s: %d %s", act, status, body)
		}
	}
	if _, after := readWorld(t, address); after == before {
		t.Error("the world is the same")
	}
	if err := r.end(); err != nil {
		t.Fatalf("ended with %v; its log:\n%s", err, &r.err)
	}
	aside, err := filepath.Glob(filepath.Join(dir, "events.log.replaced-*"))
	if err != nil || len(aside) != 1 {
		t.Fatalf("put aside are %v, %v", aside, err)
	}
	old, err := os.ReadFile(aside[0])
	if err != nil || strings.Count(string(old), `"check"`) < 88 {
		t.Errorf("what was put aside has not all checks in it, %v", err)
	}
	fresh, err := os.ReadFile(filepath.Join(dir, "events.log"))
	if err != nil || strings.Contains(string(fresh), `"check"`) {
		t.Errorf("the new log has checks in it, %v", err)
	}
	var out strings.Builder
	if err := run(t.Context(), []string{"dojang", "verify"}, func(key string) string { return map[string]string{"DOJANG_DATA_DIR": dir}[key] }, nil, &out, io.Discard); err != nil {
		t.Errorf("verify: %v\n%s", err, &out)
	}
}

// A directory that is not there cannot be started over in; once it is, it can.
func TestSandboxStartsOverAtTheSecondTry(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	r, address := startSandbox(t, "--data", dir, "--port", "0")
	_, before := readWorld(t, address)
	if err := os.Rename(dir, dir+".away"); err != nil {
		t.Fatal(err)
	}
	for _, act := range []string{"start-over", "say", "clock", "demo", "start-over"} {
		status, body := postTo(t, address, act)
		gone := strings.Contains(body, "events.log was removed") || strings.Contains(body, "no such file")
		if status != http.StatusServiceUnavailable || !strings.Contains(body, `"code":"no-world"`) || !gone || strings.Contains(body, `\n`) {
			t.Errorf("%s without a directory: %d %s", act, status, body)
		}
	}
	if err := os.Rename(dir+".away", dir); err != nil {
		t.Fatal(err)
	}
	if status, body := postTo(t, address, "start-over"); status != http.StatusOK {
		t.Errorf("with the directory: %d %s", status, body)
	}
	if _, after := readWorld(t, address); after == "" || after == before {
		t.Errorf("the world is %q", after)
	}
	if err := r.end(); err != nil {
		t.Errorf("ended with %v; its log:\n%s", err, &r.err)
	}
}

func TestSandboxIsKeptInADirectory(t *testing.T) {
	err := run(t.Context(), []string{"dojang", "sandbox", "--data", "redis://:secret@127.0.0.1:1"}, func(string) string { return "" }, strings.NewReader(""), io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "a sandbox is kept in a directory") || strings.Contains(err.Error(), "secret") {
		t.Errorf("an address as the directory: %v", err)
	}
}
