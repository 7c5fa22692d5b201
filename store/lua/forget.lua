--#include post_write member
--[[
  Store.Leave: deletes some posts of a member whose record is being erased.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  and the following ones: ids of the posts; those that are not the member's stay

  Reply:
  absent    there is no record of the user
  ok
]]
local answer = begin()
if answer then return answer end
local m = member()
if not m then return lines('absent') end
append(event)
for i = rest + 1, #ARGV do
  local p = own_post(ARGV[i])
  if p then delete_post(m, p) end
end
return done('ok')
