--#include operation board stamp
-- record_check records the check of an item that is not done, by the event with
-- the present number, and gives the stamp that it completes. siblings has the
-- fields of the section's items, from an index on. It returns how many items the
-- member has done, how many others have done this one, and whether there was a
-- stamp.
local function record_check(m, item, at, week, month, section, siblings, from)
  local seen = not m.hidden
  set(mine, field('c', item), table.concat({at, week, month, op, seq}, ' '))
  local total = add(mine, group .. '.n', 1)
  local others = add(done_by, item, 1) - 1
  if add(mine, field('b', section), 1) == 1 then redis.call('ZADD', begun, 0, section .. ':' .. uid) end
  tally('c', week, month, 1, seen)
  if get(mine, field('s', section)) then return total, others, false end
  local s = {at = '0'}
  for i = from, #siblings do
    local check = get(mine, siblings[i])
    if not check then return total, others, false end
    local a, w, mo = string.match(check, '^(%d+) (%d+) (%d+)')
    if tonumber(a) > tonumber(s.at) then s = {at = a, week = w, month = mo} end
  end
  set(mine, field('s', section), s.at .. ' ' .. s.week .. ' ' .. s.month)
  redis.call('ZADD', index, 0, stamp_entry(section, s))
  tally('s', s.week, s.month, 1, seen)
  return total, others, true
end
