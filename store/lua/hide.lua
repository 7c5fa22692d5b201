--#include member board record
--[[
  Store.Hide: hides a member from the boards, or shows the member again.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  '1' to hide

  Reply:
  absent    the user is not a member
  already   the member is already hidden or shown
  ok
]]
local answer = begin()
if answer then return answer end
local hidden = ARGV[rest + 1] == '1'
local m = member()
if not m then return lines('absent') end
if m.hidden == hidden then return lines('already') end
local shows = m.state == 'active' and not hidden
local _, question
if shows then _, question = post_scores() end
if question then return lines('ask', question) end
append(event)
m.hidden = hidden
save_member(m)
if shows then
  add_to_boards(record())
elseif m.state == 'active' then
  remove_from_boards()
end
return done('ok')
