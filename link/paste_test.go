package link_test

import (
	"errors"
	"strings"
	"testing"

	"dojang/link"
	"dojang/refusal"
)

// What browsers, telephones and chats put around an address.
func TestPastedLinks(t *testing.T) {
	const address = "https://velog.io/@m/gil?a=1"
	for _, test := range []struct{ name, raw, url, label string }{
		{"as it is", address, address, ""},
		{"white space around it", " \n\t\u00a0\u3000" + address + "\u2003\r\n", address, ""},
		{"invisible characters around it", "\ufeff\u200b\u2060" + address + "\u200b\u200d\ufe0f\u3164", address, ""},
		{"angle brackets, as in Discord", "<" + address + ">", address, ""},
		{"angle brackets with space", "\u200b< " + address + " >", address, ""},
		{"Markdown", "[GIL이란](" + address + ")", address, "GIL이란"},
		{"Markdown with angle brackets", "[GIL](<" + address + ">)", address, "GIL"},
		{"Markdown with a hint", `[GIL](` + address + ` "hint")`, address, "GIL"},
		{"Markdown with brackets in the title", "[[DB] 인덱스 \\[정리\\]](" + address + ")", address, "[DB] 인덱스 [정리]"},
		{"Markdown in a sentence", "오늘은 [GIL](" + address + ")을 썼다.", address, "GIL"},
		{"Markdown whose title is the address", "[" + address + "](" + address + ")", address, ""},
		{"Markdown whose title is a shortened address", "[https://velog.io/@m…](" + address + ")", address, ""},
		{"Markdown with parentheses in the address", "[GIL](https://ko.wikipedia.org/wiki/GIL_(파이썬))", "https://ko.wikipedia.org/wiki/GIL_(파이썬)", "GIL"},
		{"Markdown whose title shows nothing", "[\u3164\u2800](" + address + ")", address, ""},
		{"Markdown with joined emoji", "[👩\u200d💻 일지](" + address + ")", address, "👩\u200d💻 일지"},
		{"Markdown without a title", "[](" + address + ")", address, ""},
		{"Markdown without a scheme", "[GIL](velog.io/@m/gil_(2))", "https://velog.io/@m/gil_(2)", "GIL"},
		{"Slack", "<" + address + "|GIL 정리>", address, "GIL 정리"},
		{"title and address from a telephone", "GIL이란 무엇인가 | m.log\n" + address, address, ""},
		{"a sentence", "Read my post (" + address + "), please.", address, ""},
		{"a full stop", "GIL: " + address + ".", address, ""},
		{"a Korean full stop", "읽어 보세요 " + address + "。", address, ""},
		{"Korean brackets", "「" + address + "」을 썼다", address, ""},
		{"quotation marks", "“" + address + "”", address, ""},
		{"code", "`" + address + "`", address, ""},
		{"spoiler", "||" + address + "||", address, ""},
		{"bold, and a particle", "**" + address + "**에 썼다", address, ""},
		{"words without a space before it", "링크:" + address, address, ""},
		{"words after it", "https://example.com/a b", "https://example.com/a", ""},
		{"twice the same", address + " <" + address + ">", address, ""},
		{"an address in the address", "https://web.archive.org/web/2026/https://velog.io/@m/gil", "https://web.archive.org/web/2026/https://velog.io/@m/gil", ""},
		{"an address in a parameter, and words", "보기 https://example.com/?u=https://a.com/b", "https://example.com/?u=https://a.com/b", ""},
		{"punctuation at the end of an address alone", "https://example.com/what-is-a-gil?!", "https://example.com/what-is-a-gil?!", ""},
		{"marks in an address alone", "https://example.com/a|b`c`<d>\"e\"", "https://example.com/a|b`c`<d>\"e\"", ""},
		{"punctuation in angle brackets", "<https://example.com/etc.> is", "https://example.com/etc.", ""},
		{"brackets of the address in a sentence", "see https://en.wikipedia.org/wiki/Lock_(computer_science).", "https://en.wikipedia.org/wiki/Lock_(computer_science)", ""},
		{"a text longer than a link may be", strings.Repeat("가나다 ", 1000) + address, address, ""},
		{"host and path", "velog.io/@m/gil", "https://velog.io/@m/gil", ""},
		{"host and path in Korean", "<도장.한국/글>", "https://도장.한국/글", ""},
		{"host, port and path", "example.com:8080/x", "https://example.com:8080/x", ""},
		{"host and slash", "www.example.com/", "https://www.example.com/", ""},
		{"host and path with an address in it", "example.com/?u=https://a.com", "https://example.com/?u=https://a.com", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := link.Parse(test.raw)
			if err != nil || got.URL != test.url || got.Label != test.label {
				t.Errorf("%q is %q with the label %q, %v; want %q and %q", test.raw, got.URL, got.Label, err, test.url, test.label)
			}
		})
	}
}

func TestAddressesThatOthersCannotReach(t *testing.T) {
	hosts := map[string][]string{
		"link.local":   {"localhost", "localhost:4000", "LOCALHOST.", "app.localhost", "mybook.local", "nas.lan:5000", "wiki.internal", "router.home.arpa", "localhost.localdomain"},
		"link.dotless": {"wiki", "minsu:8080", "도장", "xn--hq1b009a"},
		"link.private": {
			"127.0.0.1:8000", "127.1", "2130706433", "0x7f000001", "0x7F.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "１２７.0.0.1", "127。0。0。1",
			"0.0.0.0:4000", "0", "10.0.0.5", "10.5", "172.16.0.1", "172.31.255.255", "192.168.0.10", "192.168.10", "3232235521", "0xc0.0xa8.0.1",
			"169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
			"[::1]:3000", "[::]", "[0:0:0:0:0:0:0:1]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]", "[fec0::1]", "[ff02::1]",
			"[::ffff:127.0.0.1]", "[::ffff:c0a8:1]", "[::127.0.0.1]", "[64:ff9b::10.0.0.1]",
		},
		"link.host": {"256.0.0.1", "1.2.3.4.5", "127.0.0.08", "4294967296", "a.1", "1..2", "[::1", "[1:2]"},
		"":          {"example.com", "203.0.113.7", "172.32.0.1", "100.128.0.1", "8.8.8.8", "[2001:db8::1]", "[2606:4700::1111]", "local.example.com", "localhost.example.com", "10.0.0.1.example.com", "0x7f.com"},
	}
	for code, hosts := range hosts {
		for _, host := range hosts {
			got := ""
			_, err := link.Parse("http://" + host + "/x")
			if refusal, ok := errors.AsType[*refusal.Refusal](err); ok {
				got = refusal.Code
			}
			if got != code {
				t.Errorf("%s is refused with %q, want %q", host, got, code)
			}
		}
	}
}
