-- tick records the check of an item that is not done, by the event with the
-- present number, and gives the stamp that it completes. siblings are the fields
-- of the section's items. It returns the member's items, others who have done
-- this one, and whether there was a stamp.
local function tick(m, item, at, week, month, section, siblings)
  redis.call('HSET', user, field('c', item), table.concat({at, week, month, op, seq}, ' '))
  local total = redis.call('HINCRBY', user, group .. '.n', 1)
  local others = redis.call('HINCRBY', items, item, 1) - 1
  if redis.call('HINCRBY', user, field('b', section), 1) == 1 then
    redis.call('ZADD', begun, 0, section .. ':' .. uid)
  end
  tally('c', week, month, 1, not m.hidden)
  if redis.call('HGET', user, field('s', section)) then return total, others, false end
  local s = {at = '0'}
  for _, check in ipairs(redis.call('HMGET', user, unpack(siblings))) do
    if not check then return total, others, false end
    local a, w, mo = string.match(check, '^(%d+) (%d+) (%d+)')
    if tonumber(a) > tonumber(s.at) then s = {at = a, week = w, month = mo} end
  end
  redis.call('HSET', user, field('s', section), s.at .. ' ' .. s.week .. ' ' .. s.month)
  redis.call('ZADD', index, 0, stampEntry(section, s))
  tally('s', s.week, s.month, 1, not m.hidden)
  return total, others, true
end

-- absent tells that the act enrols nobody, and the user is no active member.
local function absent()
  return name == '' and not string.match(redis.call('HGET', roster, uid) or '', '^active')
end
