--#include member
--[[
  Store.Join: makes the user an active member. One who left gets the kept record back.

  KEYS and ARGV 1 to 19: see include/operation.lua

  Reply:
  already   the user is an active member
  ok        number of items the member has done
]]
local answer = begin() or not_ready()
if answer then return answer end
local _, arrived, renamed = arrive()
if arrived or renamed then append(event) end
if not arrived then
  commit()
  return lines('already')
end
return done('ok', get(mine, group .. '.n') or 0)
