--#include operation post
-- record reads the member's whole record in the group: checks, stamps, number of checks
-- by section (begun), posts, and a list of the items that are done. It commits first,
-- so that it reads delayed changes, too.
local function record()
  commit()
  local r = {checks = {}, stamps = {}, begun = {}, posts = {}, items = {}}
  local flat = read_all(mine)
  local pattern = '^' .. group .. '%.([cbs])%.(.+)$'
  for i = 1, #flat, 2 do
    local kind, id = string.match(flat[i], pattern)
    if kind == 'b' then
      r.begun[id] = flat[i + 1]
    elseif kind == 'c' then
      local at, week, month, by, from = string.match(flat[i + 1], '^(%d+) (%d+) (%d+) ?(%S*) ?(%d*)')
      r.checks[id] = {line = flat[i + 1], at = at, week = week, month = month, op = by, seq = tonumber(from)}
      r.items[#r.items + 1] = id
    elseif kind == 's' then
      local at, week, month, earned_with = string.match(flat[i + 1], '^(%d+) (%d+) (%d+) ?(%S*)')
      r.stamps[id] = {at = at, week = week, month = month, items = earned_with ~= '' and string.gsub(earned_with, ',', ' ') or nil}
    end
  end
  local ids = {}
  for i, entry in ipairs(redis.call('ZRANGEBYLEX', index, '[m:' .. uid .. ':', '(m:' .. uid .. ';')) do
    ids[i] = string.match(entry, '([^:]+)$')
  end
  for i, line in ipairs(multi_get(posts, ids)) do r.posts[ids[i]] = parse_post(ids[i], line) end
  return r
end
