--#include operation board stamp
-- record_check records the check of an item that is not done, by event number seq, and
-- awards the section's stamp if all its items are done. The section's items are the
-- size arguments after the index. It returns how many items the member has done, how
-- many others have done this one, and whether a stamp was awarded.
local function record_check(m, item, at, week, month, section, index_of_items, size)
  local on_boards = not m.hidden
  set(mine, field('c', item), table.concat({at, week, month, op, seq}, ' '))
  local total = add(mine, group .. '.n', 1)
  local others = add(done_by, item, 1) - 1
  local done_here = add(mine, field('b', section), 1)
  if done_here == 1 then redis.call('ZADD', begun, 0, section .. ':' .. uid) end
  add_score('c', week, month, 1, on_boards)
  if done_here < size or get(mine, field('s', section)) then return total, others, false end
  local siblings = {}
  for i = 1, size do siblings[i] = field('c', ARGV[index_of_items + i]) end
  fetch(mine, siblings)
  local s = {at = '0'}
  for i = 1, size do
    local check = get(mine, siblings[i])
    if not check then return total, others, false end
    local a, w, mo = string.match(check, '^(%d+) (%d+) (%d+)')
    if tonumber(a) > tonumber(s.at) then s = {at = a, week = w, month = mo} end
  end
  set(mine, field('s', section), s.at .. ' ' .. s.week .. ' ' .. s.month)
  redis.call('ZADD', index, 0, stamp_entry(section, s))
  add_score('s', s.week, s.month, 1, on_boards)
  return total, others, true
end
