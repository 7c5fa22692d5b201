--#include member board record
--[[
  Store.Hide: hides a member from the boards, or shows the member again.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  '1' to hide

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
append(event)
m.hidden = hidden
save_member(m)
if m.state == 'active' then
  if hidden then remove_from_boards() else add_to_boards(record()) end
end
return done('ok')
