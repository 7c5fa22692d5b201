--#include operation board record
-- A member's line in the roster: state, hidden, joined, arrivals, name. The
-- arrivals are the operations with which the member came, and came back after
-- leaving, each behind the number of its event and a colon; the operation is '-'
-- where the arrival can no longer be undone.

-- member returns the user's entry in the roster; nil for a stranger.
local function member()
  local line = get(members, uid)
  if not line then return nil end
  local state, hidden, joined, came, member_name = string.match(line, '^(%a+)\t(%d)\t(%d+)\t([^\t]*)\t(.*)$')
  local arrivals = {}
  for at, by in string.gmatch(came, '(%d+):(%S+)') do arrivals[#arrivals + 1] = {seq = tonumber(at), op = by} end
  return {state = state, hidden = hidden == '1', joined = joined, arrivals = arrivals, name = member_name}
end

local function save_member(m)
  local came = {}
  for i, a in ipairs(m.arrivals) do came[i] = a.seq .. ':' .. a.op end
  set(members, uid, table.concat({m.state, m.hidden and '1' or '0', m.joined, table.concat(came, ' '), m.name}, '\t'))
end

-- is_on_boards tells whether the member stands on the boards.
local function is_on_boards(m) return m.state == 'active' and not m.hidden end

-- is_absent tells that the operation enrols nobody, and the user is no active
-- member.
local function is_absent() return name == '' and not string.match(get(members, uid) or '', '^active') end

-- list_group adds the group to the user's groups in the guild, or removes it. By
-- that list a command finds the group it means.
local function list_group(add_it)
  local list = {}
  for id in string.gmatch(get(mine, 'groups') or '', '%S+') do
    if id ~= group then list[#list + 1] = id end
  end
  if add_it then list[#list + 1] = group end
  table.sort(list)
  set(mine, 'groups', #list > 0 and table.concat(list, ' '))
end

-- arrive makes the user an active member: a new one, or one who left and kept
-- the record, which then counts again. It returns the member, whether this is so,
-- and whether the member has another name now.
local function arrive()
  local m = member()
  if m and m.state == 'active' then
    local renamed = name ~= '' and m.name ~= name
    if renamed then
      m.name = name
      save_member(m)
    end
    return m, false, renamed
  end
  if m then
    local r = record()
    fetch(done_by, r.items)
    for _, item in ipairs(r.items) do add(done_by, item, 1) end
    for section in pairs(r.begun) do redis.call('ZADD', begun, 0, section .. ':' .. uid) end
    if not m.hidden then add_to_boards(r) end
    m.state, m.name = 'active', name
  else
    m = {state = 'active', hidden = false, joined = now, arrivals = {}, name = name}
  end
  m.arrivals[#m.arrivals + 1] = {seq = seq, op = op}
  save_member(m)
  list_group(true)
  add(totals, 'active', 1)
  return m, true, false
end
