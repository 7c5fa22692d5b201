package router

import "testing"

// A name that shows nothing is none.
func TestNameOfAMember(t *testing.T) {
	user := User{ID: "7", GlobalName: "Minsu", Username: "minsu"}
	for _, test := range []struct {
		name   string
		member GuildMember
		want   string
	}{
		{"nickname", GuildMember{User: user, Nick: " 민수\u200b "}, "민수"},
		{"joined emoji", GuildMember{User: user, Nick: "👩\u200d💻"}, "👩\u200d💻"},
		{"no nickname", GuildMember{User: user}, "Minsu"},
		{"Hangul's filler", GuildMember{User: user, Nick: "\u3164\uffa0"}, "Minsu"},
		{"Braille without a dot", GuildMember{User: user, Nick: "\u2800 \u2800"}, "Minsu"},
		{"nothing to see", GuildMember{User: User{ID: "7", GlobalName: "\u2800", Username: "\u200b"}}, "7"},
	} {
		if got := test.member.name(); got != test.want {
			t.Errorf("%s: %+q, want %+q", test.name, got, test.want)
		}
	}
}
