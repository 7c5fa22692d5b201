package markdown

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"

	"dojang/refusal"
)

// DecodeFile returns the text of a file as UTF-8. It converts UTF-16 with a byte order
// mark, and EUC-KR with its extension CP949, which it assumes for files that are not UTF-8
// and mostly Hangul. Its error is a [refusal.Refusal]:
//
//	file.empty
//	file.binary      it is not text
//	file.unreadable  it is text in another encoding
func DecodeFile(file []byte) ([]byte, error) {
	var text []byte
	switch {
	case bytes.HasPrefix(file, []byte("\xFF\xFE")):
		text = fromUTF16(file[2:], binary.LittleEndian)
	case bytes.HasPrefix(file, []byte("\xFE\xFF")):
		text = fromUTF16(file[2:], binary.BigEndian)
	case utf8.Valid(file):
		text = bytes.TrimPrefix(file, []byte("\uFEFF"))
	default:
		text = fromKorean(file)
	}
	switch {
	case len(file) > 0 && text == nil && bytes.IndexByte(file, 0) < 0:
		return nil, refusal.New("file.unreadable")
	case len(file) > 0 && text == nil, bytes.IndexByte(text, 0) >= 0:
		return nil, refusal.New("file.binary")
	case len(bytes.TrimSpace(text)) == 0:
		return nil, refusal.New("file.empty")
	}
	return text, nil
}

// fromUTF16 returns nil if the file is cut off.
func fromUTF16(file []byte, order binary.ByteOrder) []byte {
	if len(file)%2 != 0 {
		return nil
	}
	units := make([]uint16, len(file)/2)
	for i := range units {
		units[i] = order.Uint16(file[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// fromKorean returns nil if the file is not Korean. Text in another encoding can often be
// decoded as Korean, too, but then little of it is Hangul.
func fromKorean(file []byte) []byte {
	text, err := korean.EUCKR.NewDecoder().Bytes(file)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil
	}
	hangul, others := 0, 0
	for _, r := range string(text) {
		switch {
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case r > unicode.MaxASCII && !strings.ContainsRune("·…“”‘’「」『』※→←↑↓○●□■☆★", r):
			others++
		}
	}
	if hangul <= others {
		return nil
	}
	return text
}
