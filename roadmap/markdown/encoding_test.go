package markdown

import (
	"errors"
	"testing"

	"dojang/refusal"
)

func TestDecodeFile(t *testing.T) {
	for _, test := range []struct{ name, in, want, refusal string }{
		{"UTF-8", "- [x] 파이썬 GIL", "- [x] 파이썬 GIL", ""},
		{"with a byte order mark", "\xEF\xBB\xBF- [x] 파이썬", "- [x] 파이썬", ""},
		{"UTF-16, little endian", "\xFF\xFEG\x00I\x00L\x00\x0C\xD3\x3D\xD8\x0D\xDE", "GIL파😍"[:6] + "\U0001F60D", ""},
		{"UTF-16, big endian", "\xFE\xFF\x00G\xD3\x0C", "G파", ""},
		{"EUC-KR", "- [x] \xC6\xC4\xC0\xCC\xBD\xE3 GIL", "- [x] 파이썬 GIL", ""},
		{"CP949, beyond EUC-KR", "\xC6\xC4\xC0\xCC\xBD\xE3 \x8C\x63\xB9\xE6\xB0\xA2\xC7\xCF", "파이썬 똠방각하", ""},
		{"Japanese in Shift JIS", "\x83p\x83C\x83\\\x83\x93\x82\xCC\x83\x81\x83\x82", "", "file.unreadable"},
		{"Western European", "caf\xE9 cr\xE8me br\xFBl\xE9e", "", "file.unreadable"},
		{"cut off within a character", "\xC6\xC4\xC0", "", "file.unreadable"},
		{"UTF-16, cut off", "\xFF\xFEG\x00I", "", "file.binary"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "", "file.binary"},
		{"text with a NUL", "- [x] GIL\x00", "", "file.binary"},
		{"nothing", "", "", "file.empty"},
		{"nothing to see", "\xEF\xBB\xBF \r\n", "", "file.empty"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := DecodeFile([]byte(test.in))
			code := ""
			var refusal *refusal.Refusal
			if errors.As(err, &refusal) {
				code = refusal.Code
			}
			if string(got) != test.want || code != test.refusal {
				t.Errorf("DecodeFile = %q, %v, want %q, %q", got, err, test.want, test.refusal)
			}
		})
	}
}
