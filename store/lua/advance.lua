-- Stores what became of a week's digest, unless somebody else did meanwhile:
-- KEYS are the group's digests, events and counters, ARGV the week, the
-- revision it had, the digest, its event, and '1' if it is the last one posted.
-- The revision is the number of its event, which takes the place of the one
-- before.
local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '0 ', '^(%d+) ')
if revision ~= ARGV[2] then return 0 end
local seq = redis.call('HINCRBY', KEYS[3], 'seq', 1)
redis.call('XADD', KEYS[2], seq .. '-0', 'e', ARGV[4])
redis.call('XDEL', KEYS[2], revision .. '-0')
redis.call('HSET', KEYS[1], ARGV[1], seq .. ' ' .. ARGV[3])
if ARGV[5] == '1' and (redis.call('HGET', KEYS[1], 'last') or '') < ARGV[1] then
  redis.call('HSET', KEYS[1], 'last', ARGV[1])
end
return seq
