--#include ask uncheck post_write departure
--[[
  Store.Undo and Store.UndoAll: reverse an operation: its checks, what it shared, and the
  enrolment that came with it. The resulting state is as if it had never happened.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  id of the operation to reverse
  ARGV[21]  '1' to reverse everything that it shared
  ARGV[22]  else the id of the one post, or ''
  ARGV[23]  '1' if the group's roadmap was ever replaced, else '0'
  ARGV[n]   the items that it may have checked, each with its section, '' for an item
            that the roadmap no longer has

  Reply:
  gone      nothing of the operation is left
  ok        number of reversed checks; number of reversed posts; number of items the
            member has done; the member's name; the title of the first post, or ''
]]
local answer = begin((#ARGV - rest - 4) / 2)
if answer then return answer end
local of, all, id, replaced = unpack(ARGV, rest + 1, rest + 4)
rest = rest + 4
local m = member()
if not m then return lines('gone') end

local reversed = {} -- checks by item
local checks, shared = {}, {}
local fields = {}
for i = rest + 1, #ARGV, 2 do fields[#fields + 1] = field('c', ARGV[i]) end
fetch(mine, fields)
for i = rest + 1, #ARGV, 2 do
  local line = get(mine, field('c', ARGV[i]))
  local check = line and parse_check(line)
  if check and check.op == of then
    checks[#checks + 1] = {item = ARGV[i], section = ARGV[i + 1], check = check}
    reversed[ARGV[i]] = true
  end
end

-- shared_posts returns the posts that the operation may have a part of. If it cannot know,
-- it returns nil and a question.
local function shared_posts()
  if all ~= '1' then return {own_post(id)} end
  local own, question = few_posts(), 'parts ' .. of
  if own then return own end
  local list, holds = latest(question)
  if not holds then return nil, question end
  own = {}
  for found in string.gmatch(list, '%S+') do own[#own + 1] = own_post(found) end
  return own
end

-- kept_parts returns the parts of a post that other operations shared.
local function kept_parts(p)
  local kept = {}
  for _, part in ipairs(p.parts) do
    if part.op ~= of then kept[#kept + 1] = part end
  end
  return kept
end

-- next_operation returns the first check or part of a post that stays, from event number
-- from to before event number before; false if there is none. A post that was shared by
-- the first event and edited since is one. If it cannot know, it returns nil and a question.
local function next_operation(from, before)
  local first = false
  local function consider(by, number)
    if number >= from and not (before and number >= before) and not (first and first.seq <= number) then first = {op = by, seq = number} end
  end
  local own = few_posts()
  if not own then
    local asked = string.format('next %.0f %s %s %s', from, before or '-', of, all == '1' and '*' or id ~= '' and id or '-')
    local answer, holds = latest(asked)
    if not holds then return nil, asked end
    local post, by, number = string.match(answer, '^(%S+) (%S+) (%d+)$')
    if post ~= '-' then consider(by, tonumber(number)) end
  end
  local r = record()
  for i, line in ipairs(r.checks) do
    local by, number = string.match(line, ' (%S+) (%d+)$')
    if not reversed[r.items[i]] then consider(by, tonumber(number)) end
  end
  for one, p in pairs(own or {}) do
    for _, part in ipairs((all == '1' or one == id) and kept_parts(p) or p.parts) do consider(part.op, part.seq) end
  end
  return first
end

local arrived -- index of the arrival by the operation
for i, a in ipairs(m.arrivals) do
  if a.op == of then arrived = i end
end
local questions, first = {}, nil
local maybe, question = shared_posts()
questions[1] = question
if arrived then
  local later = m.arrivals[arrived + 1]
  first, question = next_operation(m.arrivals[arrived].seq, later and later.seq)
  questions[#questions + 1] = question
end
if #questions > 0 then return lines('ask', unpack(questions)) end

for _, p in pairs(maybe) do
  local kept = kept_parts(p)
  if #kept < #p.parts then shared[#shared + 1] = {post = p, kept = kept} end -- to change
end
if #checks == 0 and #shared == 0 then return lines('gone') end
local refused = too_much(math.max(#checks, #shared))
if refused then return refused end

local earlier = earlier_stamps(replaced == '0')
append(event)
local title = shared[1] and shared[1].post.title or ''
for _, one in ipairs(checks) do remove_check(m, one.item, one.check, one.section, earlier) end
for _, one in ipairs(shared) do
  one.post.parts = one.kept
  if #one.kept > 0 then
    save_post(one.post, is_on_boards(m))
  else
    delete_post(m, one.post)
  end
end

-- undo_arrival reverses the arrival by the operation. The member then arrived with the
-- next operation. If there is none before the next arrival, the arrival is removed.
local function undo_arrival(i)
  if first then
    m.arrivals[i] = {seq = first.seq, op = first.op}
    return save_member(m)
  end
  table.remove(m.arrivals, i)
  if #m.arrivals > 0 then
    if i > #m.arrivals and m.state == 'active' then return depart(m, record()) end
    return save_member(m)
  end
  if m.state == 'active' then
    add(totals, 'active', -1)
    list_group(false)
  end
  forget_member()
end
if arrived then undo_arrival(arrived) end
return done('ok', #checks, #shared, get(mine, group .. '.n') or 0, m.name, title)
