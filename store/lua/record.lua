-- All that the group holds of one member, and with ARGV[5] = '1' the group's
-- numbers to see it against.
local out = {'ok', redis.call('HGETALL', user), redis.call('HGET', roster, uid) or ''}
if ARGV[rest + 1] == '1' then
  local board = KEYS[10]
  local score = redis.call('ZSCORE', board, uid) or '0'
  out[4] = redis.call('HGETALL', items)
  out[5] = redis.call('HMGET', counters, 'active', 'c.all', ARGV[rest + 2])
  out[6] = redis.call('ZCOUNT', board, '(' .. score, '+inf') + 1
  out[7] = redis.call('ZLEXCOUNT', index, lexical('m:' .. uid .. ':'))
end
return out
