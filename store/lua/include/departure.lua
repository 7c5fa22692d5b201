--#include member
-- depart marks an active member, whose record is r, as left. The record stays.
local function depart(m, r)
  add_each(done_by, r.items, -1)
  local sections = {}
  for i, section in ipairs(r.begun) do sections[i] = section .. ':' .. uid end
  in_batches('ZREM', begun, sections)
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
