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

-- forget_member deletes the member's line and everything of the group in the user's
-- record. Posts, scores and totals are the caller's.
local function forget_member()
  commit()
  local flat = read_all(mine)
  for i = 1, #flat, 2 do
    if string.sub(flat[i], 1, #group + 1) == group .. '.' then set(mine, flat[i], false) end
  end
  set(members, uid, false)
end
