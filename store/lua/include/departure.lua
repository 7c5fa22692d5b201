--#include member
-- depart marks an active member as left. The record stays.
local function depart(m, r)
  local items_done = {}
  for item in pairs(r.checks) do items_done[#items_done + 1] = item end
  fetch(done_by, items_done)
  for _, item in ipairs(items_done) do add(done_by, item, -1) end
  for section in pairs(r.begun) do redis.call('ZREM', begun, section .. ':' .. uid) end
  remove_from_boards()
  add(totals, 'active', -1)
  list_group(false)
  m.state = 'left'
  save_member(m)
end

-- forget_member deletes what is left of a member without checks, stamps and
-- posts.
local function forget_member() set(members, uid, false) end
