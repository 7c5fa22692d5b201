--#include operation board record
-- A member's line in the roster: state, hidden, joined, arrivals, name, separated by
-- tabs. The arrivals are the operations by which the member joined and came back. Each
-- is written as the number of its event, a colon and the operation's id, which is '-'
-- once the arrival is final.

-- member returns the user's entry in the roster; nil if there is none.
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

-- is_on_boards reports whether the member is on the boards.
local function is_on_boards(m) return m.state == 'active' and not m.hidden end

-- not_ready returns the reply to a user who is not an active member if the operation
-- does not enrol anyone, or if it has to ask something first.
local function not_ready()
  local line = get(members, uid)
  if line and string.match(line, '^active') then return nil end
  if name == '' then return lines('absent') end
  if not line or not string.match(line, '^left\t0') then return nil end
  local _, question = post_scores()
  return question and lines('ask', question)
end

-- list_group adds the group to the list of the user's groups in the guild, or removes
-- it. Commands use that list to find the group that the user means.
local function list_group(add_it)
  local list = {}
  for id in string.gmatch(get(mine, 'groups') or '', '%S+') do
    if id ~= group then list[#list + 1] = id end
  end
  if add_it then list[#list + 1] = group end
  table.sort(list)
  set(mine, 'groups', #list > 0 and table.concat(list, ' '))
end

-- arrive makes the user an active member, if necessary. The record of a member who left
-- and comes back counts again. not_ready comes first. It returns the member, whether the member arrived now,
-- and whether an active member's name has changed.
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
    add_each(done_by, r.items, 1)
    local sections = {}
    for _, section in ipairs(r.begun) do
      sections[#sections + 1] = 0
      sections[#sections + 1] = section .. ':' .. uid
    end
    in_batches('ZADD', begun, sections)
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
