-- All that the group holds of one member, and the group's numbers of a week,
-- which ARGV names, to see it against.
local period = ARGV[rest + 1]
local _, place = own(KEYS[10], 'c', period)
return {'ok', redis.call('HGETALL', user), redis.call('HGET', roster, uid) or '', redis.call('HGETALL', items),
  redis.call('HMGET', counters, 'active', 'c.all', 'c.' .. period), place, redis.call('ZLEXCOUNT', index, lexical('m:' .. uid .. ':'))}
