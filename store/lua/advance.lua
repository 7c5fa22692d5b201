-- Stores what became of a week's digest, unless somebody else did meanwhile:
-- KEYS are the group's digests, events and counters, ARGV the week, the
-- revision it had, the digest, an event to append or '', and '1' if it is the
-- last one posted.
local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '0 ', '^(%d+) ')
if revision ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], (revision + 1) .. ' ' .. ARGV[3])
if ARGV[4] ~= '' then
  redis.call('XADD', KEYS[2], redis.call('HINCRBY', KEYS[3], 'seq', 1) .. '-0', 'e', ARGV[4])
end
if ARGV[5] == '1' and (redis.call('HGET', KEYS[1], 'last') or '') < ARGV[1] then
  redis.call('HSET', KEYS[1], 'last', ARGV[1])
end
return 1
