-- Ends a claim if it still holds: KEYS are the due set and its leases, ARGV
-- the group, the claim's token and when it is due next, '' for never.
local token = string.match(redis.call('HGET', KEYS[2], ARGV[1]) or '', '^%d+ (.*)$')
if token ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[2], ARGV[1])
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[1], ARGV[1])
else
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
end
return 1
