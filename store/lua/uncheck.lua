--#include uncheck arrival
--[[
  Store.Uncheck: removes a check. The posts on the item stay.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  item
  ARGV[17]  section

  Reply:
  undone    there is no such check
  ok        the removed check; number of items the member has done; '1' for a hidden
            member; score and rank this week; number of the member's posts on the item
]]
local answer = begin()
if answer then return answer end
local item, section = unpack(ARGV, rest + 1, rest + 2)
local m = member()
local r = m and record()
local check = r and r.checks[item]
if not check then return lines('undone') end
append(event)
remove_check(m, r, item, section)
finalize_arrival(m, r, check.op, check.seq)
local score, place = week_score()
local written = 0
for _, p in pairs(r.posts) do
  if has(p.items, item) then written = written + 1 end
end
return done('ok', check.line, get(mine, group .. '.n') or 0, m.hidden and 1 or 0, score, place, written)
