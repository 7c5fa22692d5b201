--#include departure post_write stamp
--[[
  Store.Leave: marks a member as left. The record is kept in case the member comes back,
  or erased together with its part of the totals.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  '1' to erase the record

  Reply:
  absent    the user is not a member, or has already left and the record is to be kept
  ok        number of the event
]]
local answer = begin()
if answer then return answer end
local erase = ARGV[rest + 1] == '1'
local m = member()
if not m or (m.state ~= 'active' and not erase) then return lines('absent') end
append(event)
local r = record()
if m.state == 'active' then depart(m, r) end
if erase then
  for _, c in pairs(r.checks) do
    add_score('c', c.week, c.month, -1, false)
  end
  for section, s in pairs(r.stamps) do
    add_score('s', s.week, s.month, -1, false)
    redis.call('ZREM', index, stamp_entry(section, s))
  end
  for _, p in pairs(r.posts) do delete_post(m, p) end
  forget_member()
end
return done('ok', seq)
