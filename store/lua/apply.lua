--#include check share member
--[[
  Store.Apply: makes many checks and shares many posts as one operation, each with its
  own event. Items that are done already, and links that another member has shared, stay
  as they are.

  KEYS and ARGV 1 to 19: see include/operation.lua; the event is not used
  ARGV[20]  number of sections
  ARGV[21]  number of checks
  ARGV[22]  number of posts
  ARGV[23]  '1' if the posts come with the checks: they are shared only if at least one
            check is new, and then always record the operation
  ARGV[n]   for each section: id, number of items, items
  ARGV[n]   for each check: item, at, week, month, number of its section, event
  ARGV[n]   for each post: items, the link's nine arguments, see include/share.lua,
            event

  Reply:
  absent    the user is not an active member, and the operation does not enrol the user
  compare   for each post to compare, see include/share.lua: link, id, URL
  full      there is no room for all new posts: see include/share.lua
  ok        number of items the member has done; '1' if the user became a member; '1'
            for a hidden member; score and rank this week; a line for each check: '1' if
            it earned a stamp, and the check that the item already had; a line for each
            post: outcome, id, title, for another member's post its time and that
            member's name, else '' and '', and URL. Fields within a line are separated by
            tabs.
]]
local sections, checks, shares, with_checks = unpack(ARGV, rest + 1, rest + 4)
rest = rest + 4
with_checks = with_checks == '1'
local wanted, sections_of = {'groups', group .. '.n'}, {}
for i = 1, tonumber(sections) do
  local id, size = ARGV[rest + 1], tonumber(ARGV[rest + 2])
  wanted[#wanted + 1] = field('b', id)
  sections_of[i] = {id = id, before = rest + 2, size = size}
  rest = rest + 2 + size
end
local checked = {}
for i = 1, tonumber(checks) do
  checked[i] = ARGV[rest + 6 * i - 5]
  wanted[#wanted + 1] = field('c', checked[i])
end
fetch(mine, wanted)
local answer = begin(math.max(tonumber(checks), tonumber(shares))) or not_ready()
if answer then return answer end

-- The links are read twice. Here it is found out, before anything is written, whether
-- posts have to be compared and how many posts would be new.
local before, seen, fresh = rest, {}, 0
rest = rest + 6 * #checked
for _ = 1, tonumber(shares) do
  rest = rest + 1
  local l = read_link('')
  rest = rest + 1
  if not l.post and not seen[l.hash] then
    seen[l.hash] = true
    fresh = fresh + 1
  end
end
rest = before
local question = comparison()
if question then return question end
local any_open = false
for _, item in ipairs(checked) do any_open = any_open or not get(mine, field('c', item)) end
local refused = (not with_checks or any_open) and full(fresh)
if refused then return refused end
fetch(done_by, checked)

local joins, hidden, any_new = false, false, false
local results = {}
for _ = 1, tonumber(checks) do
  local item, at, week, month, section, body = unpack(ARGV, rest + 1, rest + 6)
  rest = rest + 6
  local known = get(mine, field('c', item))
  local stamped = false
  if not known then
    append(body)
    local m, arrived = arrive()
    joins, hidden = joins or arrived, m.hidden
    local of, _ = sections_of[tonumber(section)]
    _, _, stamped = record_check(m, item, at, week, month, of.id, of.before, of.size)
    any_new = true
    seq = seq + 1
  end
  results[#results + 1] = (stamped and '1' or '0') .. '\t' .. (known or '')
end
for _ = 1, tonumber(shares) do
  local on = ARGV[rest + 1]
  rest = rest + 1
  local l = read_link(on)
  rest = rest + 1
  if with_checks and not any_new then
    results[#results + 1] = 'none\t\t\t\t\t'
  elseif l.other then
    local whose, when = sharer(l.post)
    results[#results + 1] = table.concat({'taken', l.post.id, l.post.title, when, whose, l.post.url}, '\t')
  else
    local m, arrived, renamed = arrive()
    joins, hidden = joins or arrived, m.hidden
    local outcome, id, title, url = share(m, l, with_checks)
    if with_checks or outcome ~= 'same' or arrived or renamed then
      append(under_hash(l, ARGV[rest]))
      seq = seq + 1
    end
    results[#results + 1] = table.concat({outcome, id, title, '', '', url}, '\t')
  end
end
local score, place = week_score()
return done('ok', get(mine, group .. '.n') or 0, joins and 1 or 0, hidden and 1 or 0, score, place, join(results))
