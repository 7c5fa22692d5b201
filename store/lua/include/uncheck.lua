--#include operation board member post stamp
-- remove_check removes a check and the stamps that were earned with it. section is ''
-- for an item that the roadmap no longer has.
local function remove_check(m, r, item, section)
  local check, on_boards = r.checks[item], is_on_boards(m)
  r.checks[item] = nil
  set(mine, field('c', item), false)
  if section ~= '' then
    add(mine, group .. '.n', -1)
    if add(mine, field('b', section), -1) == 0 then
      r.begun[section] = nil
      redis.call('ZREM', begun, section .. ':' .. uid)
    end
  end
  if m.state == 'active' then add(done_by, item, -1) end
  add_score('c', check.week, check.month, -1, on_boards)
  for of, s in pairs(r.stamps) do
    if (s.items and has(s.items, item)) or (not s.items and of == section) then
      r.stamps[of] = nil
      set(mine, field('s', of), false)
      redis.call('ZREM', index, stamp_entry(of, s))
      add_score('s', s.week, s.month, -1, on_boards)
    end
  end
end
