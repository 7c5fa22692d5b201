package player

import "fmt"

// help writes the help. Its examples work as they stand, played from the first
// to the last, so the time that the clock is set to has to be in the future.
func (p *Player) help() {
	soon := p.d.Clock().Now().In(p.Zone).AddDate(0, 0, 14)
	fmt.Fprintf(p.out, help, soon.Format("2006-01-02"))
}

// help is aligned for a terminal, in which a Hangul syllable takes two columns.
const help = `  위에서부터 그대로 쳐 볼 수 있습니다 · Each line works as it stands, from the top.
  Alex: /check item:GIL                명령, 띄어 쓴 값은 "두 낱말" · a command; "two words" in quotes
  Alex: type /check item:py            자동완성 보기 · see what autocompletion offers
  Alex: press link                     버튼 누르기, [3]번 메시지는 in 3 · press a button, in message [3] with in 3
  Alex: submit link:https://a.example  열린 양식을 채워 보내기 · fill in the open form and send it
  Alex: press Undo                     글자대로도 누르기 · press a button by its label
  서연: /leaderboard                   메뉴가 달린 답 · an answer with menus
  서연: choose "전체 기간"             메뉴에서 고르기 · select from a menu
  Mina #잡담: /help                    다른 채널에서, 혼자 보는 답 · in another channel; only Mina sees it
  Mina #잡담: dismiss                  양식이나 혼자 보는 메시지 닫기 · close a form or the newest private message
  Alex: /roadmap export                파일이 달린 답 · an answer with a file
  Alex: save checklist.md              파일 저장하기 · save the file
  Alex: say https://alex.example/gil   메시지 쓰기 · write a message
  Alex: menu Share as post             메시지의 메뉴에서 명령 쓰기, [3]번은 in 3 · use a command of a message's menu, of [3] with in 3
  Alex: menu Progress @서연            멤버의 메뉴에서 · of a member's menu
  clock +1w                            시간 보내기, +1d +90m 도 · move the time forward, also by +1d, +90m
  clock +2h                            몇 시간 보내기 · by hours
  clock %sT09:00               그 시각까지 보내기 · until then
  permit #잡담 -send                   봇의 권한 빼기 · take a permission from the bot in a channel
  permit #잡담 all                     돌려주기 · give all back
  remove Dojang                        봇 내보내기, 채널은 remove #잡담, 멤버는 remove 지원 · throw the bot out; remove #잡담 deletes a channel, remove 지원 takes a member out
  invite                               봇 다시 부르기 · add the bot again
  members                              누가 있는지 · who is there
  help                                 이 도움말 · this help
  # 메모                               메모 · a comment
`
