-- Ticks an item off and, with a link, shares the post with it. The first check
-- enrols the member, if a name is given.
local item, at, week, month, section, size, linked = unpack(ARGV, rest + 1, rest + 7)
rest = rest + 7
local l = linked == '1' and link(item)
local bare = l and ARGV[rest + 1] -- the event of the check alone
if l then rest = rest + 1 end
local siblings = {}
for i = 1, tonumber(size) do siblings[i] = field('c', ARGV[rest + i]) end
if name == '' and not string.match(redis.call('HGET', roster, uid) or '', '^active') then return lines('absent') end
local known = redis.call('HGET', user, field('c', item))
if known then return lines('already', known) end

local owned = l and taken(l)
if owned then event = bare end
append()
local m, arrived = arrive()
redis.call('HSET', user, field('c', item), table.concat({at, week, month, op, seq}, ' '))
local total = redis.call('HINCRBY', user, group .. '.n', 1)
local others = redis.call('HINCRBY', items, item, 1) - 1
if redis.call('HINCRBY', user, field('b', section), 1) == 1 then
  redis.call('ZADD', begun, 0, section .. ':' .. uid)
end
tally('c', week, month, 1, not m.hidden)

local stamped = 0
if not redis.call('HGET', user, field('s', section)) then
  local s = {at = '0'}
  for _, check in ipairs(redis.call('HMGET', user, unpack(siblings))) do
    if not check then
      s = nil
      break
    end
    local a, w, mo = string.match(check, '^(%d+) (%d+) (%d+)')
    if tonumber(a) > tonumber(s.at) then s = {at = a, week = w, month = mo} end
  end
  if s then
    stamped = 1
    redis.call('HSET', user, field('s', section), s.at .. ' ' .. s.week .. ' ' .. s.month)
    redis.call('ZADD', index, 0, stampEntry(section, s))
    tally('s', s.week, s.month, 1, not m.hidden)
  end
end

local outcome, id, whose, when, title = 'none', '', '', '', ''
if owned then
  outcome, id = 'taken', owned.id
  whose, when = sharer(owned)
elseif l then
  outcome, id, title = share(m, l, true)
end
local score, place = standing()
return done('ok', total, others, arrived and 1 or 0, stamped, m.hidden and 1 or 0, score, place, outcome, id, whose, when, title)
