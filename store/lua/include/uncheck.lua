--#include operation board member post record stamp
-- earlier_stamps returns the stamps that were earned with other items than their section
-- has now. There are none while the group has its first roadmap.
local function earlier_stamps(first_roadmap)
  local stamps = {}
  if first_roadmap then return stamps end
  local r = record()
  for i, line in ipairs(r.stamps) do
    local s = parse_stamp(line)
    if s.items then stamps[r.sections[i]] = s end
  end
  return stamps
end

-- remove_stamp removes a stamp.
local function remove_stamp(section, s, on_boards)
  set(mine, field('s', section), false)
  redis.call('ZREM', index, stamp_entry(section, s))
  add_score('s', s.week, s.month, -1, on_boards)
end

-- remove_check removes a check and the stamps that were earned with it. section is ''
-- for an item that the roadmap no longer has.
local function remove_check(m, item, check, section, earlier)
  local on_boards = is_on_boards(m)
  set(mine, field('c', item), false)
  if section ~= '' then
    add(mine, group .. '.n', -1)
    if add(mine, field('b', section), -1) == 0 then redis.call('ZREM', begun, section .. ':' .. uid) end
  end
  if m.state == 'active' then add(done_by, item, -1) end
  add_score('c', check.week, check.month, -1, on_boards)
  local stamp = section ~= '' and not earlier[section] and get(mine, field('s', section))
  if stamp then remove_stamp(section, parse_stamp(stamp), on_boards) end
  for of, s in pairs(earlier) do
    if has(s.items, item) then
      earlier[of] = nil
      remove_stamp(of, s, on_boards)
    end
  end
end
