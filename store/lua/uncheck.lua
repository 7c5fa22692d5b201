--#include uncheck arrival
--[[
  Store.Uncheck: removes a check. The posts on the item stay.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  item
  ARGV[21]  section
  ARGV[22]  '1' if the group's roadmap was ever replaced, else '0'

  Reply:
  undone    there is no such check
  ok        the removed check; number of items the member has done; '1' for a hidden
            member; score and rank this week; number of the member's posts on the item
]]
local answer = begin()
if answer then return answer end
local item, section, replaced = unpack(ARGV, rest + 1, rest + 3)
local m = member()
local line = m and get(mine, field('c', item))
if not line then return lines('undone') end
local check = parse_check(line)
local final, questions = final_arrivals(m, {check}, item, nil)
local written, question = posts_on(item)
questions[#questions + 1] = question
if #questions > 0 then return lines('ask', unpack(questions)) end
local earlier = earlier_stamps(replaced == '0')
append(event)
remove_check(m, item, check, section, earlier)
make_final(m, final)
local score, place = week_score()
return done('ok', line, get(mine, group .. '.n') or 0, m.hidden and 1 or 0, score, place, written)
