-- Does many checks and shares at once, under one operation and each with an
-- event of its own: what is done already, and links of others, are left as they
-- are. ARGV: how many sections, checks and posts; '1' where the posts come with
-- the checks, which shares them only if one is new, and remembers the operation;
-- of each section the id, the number of items and the items; of each check the
-- item, at, week, month, the section's number and the event; of each post the
-- items, the link's arguments and the event.
local sections, checks, shares, with = unpack(ARGV, rest + 1, rest + 4)
rest = rest + 4
with = with == '1'
local of = {}
for i = 1, tonumber(sections) do
  local id, size = ARGV[rest + 1], tonumber(ARGV[rest + 2])
  local fields = {}
  for k = 1, size do fields[k] = field('c', ARGV[rest + 2 + k]) end
  of[i] = {id = id, items = fields}
  rest = rest + 2 + size
end
if absent() then return lines('absent') end

local joins, hidden, fresh = false, false, false
local results = {}
for _ = 1, tonumber(checks) do
  local item, at, week, month, section, body = unpack(ARGV, rest + 1, rest + 6)
  rest = rest + 6
  local known = redis.call('HGET', user, field('c', item))
  local stamped = false
  if not known then
    event = body
    append()
    local m, arrived = arrive()
    joins, hidden = joins or arrived, m.hidden
    local its = of[tonumber(section)]
    local _, _, earned = tick(m, item, at, week, month, its.id, its.items)
    stamped, fresh = earned, true
    seq = seq + 1
  end
  results[#results + 1] = (stamped and '1' or '0') .. '\t' .. (known or '')
end
for _ = 1, tonumber(shares) do
  local on = ARGV[rest + 1]
  rest = rest + 1
  local l = link(on)
  event = ARGV[rest + 1]
  rest = rest + 1
  local p = taken(l)
  if with and not fresh then
    results[#results + 1] = 'none\t\t\t\t'
  elseif p then
    local whose, when = sharer(p)
    results[#results + 1] = table.concat({'taken', p.id, p.title, when, whose}, '\t')
  else
    local m, arrived, renamed = arrive()
    joins, hidden = joins or arrived, m.hidden
    local outcome, id, title = share(m, l, with)
    if with or outcome ~= 'same' or arrived or renamed then
      append()
      seq = seq + 1
    end
    results[#results + 1] = table.concat({outcome, id, title, '', ''}, '\t')
  end
end
local parts = {} -- miniredis's Lua has no room to join thousands at once
for i = 1, #results, 200 do parts[#parts + 1] = table.concat(results, '\n', i, math.min(i + 199, #results)) end
local score, place = standing()
return done('ok', redis.call('HGET', user, group .. '.n') or 0, joins and 1 or 0, hidden and 1 or 0, score, place, table.concat(parts, '\n'))
