--#include departure post_write stamp
--[[
  Store.Leave: makes a member one who left. Kept, the record waits for the return;
  erased, nothing of it remains, and the totals are those of the others.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  '1' to erase the record

  Reply:
  absent    the user is no member or, to keep the record, has left already
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
  for item, c in pairs(r.checks) do
    tally('c', c.week, c.month, -1, false)
    set(mine, field('c', item), false)
  end
  for section, s in pairs(r.stamps) do
    tally('s', s.week, s.month, -1, false)
    redis.call('ZREM', index, stamp_entry(section, s))
    set(mine, field('s', section), false)
  end
  for section in pairs(r.begun) do set(mine, field('b', section), false) end
  for _, p in pairs(r.posts) do delete_post(m, p) end
  set(mine, group .. '.n', false)
  forget_member()
end
return done('ok', seq)
