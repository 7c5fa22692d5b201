-- Ticks an item off and, with a link, shares the post with it. The first check
-- enrols the member, if a name is given.
local item, at, week, month, section, size, linked = unpack(ARGV, rest + 1, rest + 7)
rest = rest + 7
local l = linked == '1' and link(item)
local bare = l and ARGV[rest + 1] -- the event of the check alone
if l then rest = rest + 1 end
local siblings = {}
for i = 1, tonumber(size) do siblings[i] = field('c', ARGV[rest + i]) end
if absent() then return lines('absent') end
local known = redis.call('HGET', user, field('c', item))
if known then return lines('already', known) end

local owned = l and taken(l)
if owned then event = bare end
append()
local m, arrived = arrive()
local total, others, stamped = tick(m, item, at, week, month, section, siblings)

local outcome, id, whose, when, title = 'none', '', '', '', ''
if owned then
  outcome, id = 'taken', owned.id
  whose, when = sharer(owned)
elseif l then
  outcome, id, title = share(m, l, true)
end
local score, place = standing()
return done('ok', total, others, arrived and 1 or 0, stamped and 1 or 0, m.hidden and 1 or 0, score, place, outcome, id, whose, when, title)
