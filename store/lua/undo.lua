--#include uncheck post_write departure
--[[
  Store.Undo and Store.UndoAll: reverse an operation: its checks, what it shared, and the
  enrolment that came with it. The resulting state is as if it had never happened.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  id of the operation to reverse
  ARGV[17]  '1' to reverse everything that it shared
  ARGV[18]  else the id of the one post, or ''
  ARGV[n]   the items that it may have checked, each with its section, '' for an item
            that the roadmap no longer has

  Reply:
  gone      nothing of the operation is left
  ok        number of reversed checks; number of reversed posts; number of items the
            member has done; the member's name; the title of the first post, or ''
]]
local answer = begin()
if answer then return answer end
local of, all, id = unpack(ARGV, rest + 1, rest + 3)
rest = rest + 3
local m = member()
if not m then return lines('gone') end
local r = record()

local checks = {}
for i = rest + 1, #ARGV, 2 do
  local check = r.checks[ARGV[i]]
  if check and check.op == of then checks[#checks + 1] = {item = ARGV[i], section = ARGV[i + 1]} end
end
local shared = {} -- posts to change, each with the parts of other operations
for _, p in pairs(all == '1' and r.posts or {r.posts[id]}) do
  local kept = {}
  for _, part in ipairs(p.parts) do
    if part.op ~= of then kept[#kept + 1] = part end
  end
  if #kept < #p.parts then shared[#shared + 1] = {post = p, kept = kept} end
end
if #checks == 0 and #shared == 0 then return lines('gone') end

append(event)
local title = shared[1] and shared[1].post.title or ''
for _, check in ipairs(checks) do remove_check(m, r, check.item, check.section) end
for _, one in ipairs(shared) do
  local p = one.post
  p.parts = one.kept
  if #p.parts > 0 then
    save_post(p, is_on_boards(m))
  else
    delete_post(m, p)
    r.posts[p.id] = nil
  end
end

-- next_operation returns the first check or part of a post from event number from to
-- before event number before; nil if there is none. A post that was shared by the first
-- event and edited since is one.
local function next_operation(from, before)
  local first
  local function consider(one)
    if one.seq >= from and not (before and one.seq >= before) and not (first and first.seq <= one.seq) then first = one end
  end
  for _, check in pairs(r.checks) do consider(check) end
  for _, p in pairs(r.posts) do
    for _, part in ipairs(p.parts) do consider(part) end
  end
  return first
end

-- undo_arrival reverses an arrival by the operation. The member then arrived with the
-- next operation. If there is none before the next arrival, the arrival is removed.
local function undo_arrival()
  local i
  for k, a in ipairs(m.arrivals) do
    if a.op == of then i = k end
  end
  if not i then return end
  local later = m.arrivals[i + 1]
  local first = next_operation(m.arrivals[i].seq, later and later.seq)
  if first then
    m.arrivals[i] = {seq = first.seq, op = first.op}
    return save_member(m)
  end
  table.remove(m.arrivals, i)
  if #m.arrivals > 0 then
    if i > #m.arrivals and m.state == 'active' then return depart(m, r) end
    return save_member(m)
  end
  if m.state == 'active' then
    add(totals, 'active', -1)
    list_group(false)
  end
  forget_member()
end
undo_arrival()
return done('ok', #checks, #shared, get(mine, group .. '.n') or 0, m.name, title)
