--[[
  Store.Release: ends a claim that still holds.

  KEYS[1]  due groups
  KEYS[2]  leases
  ARGV[1]  group
  ARGV[2]  token of the claim
  ARGV[3]  when the group is next due, in milliseconds since 1970; '' for never

  Reply: 1, or 0 if the claim no longer holds
]]
local token = string.match(redis.call('HGET', KEYS[2], ARGV[1]) or '', '^%d+ (.*)$')
if token ~= ARGV[2] then return 0 end
redis.call('HDEL', KEYS[2], ARGV[1])
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[1], ARGV[1])
else
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
end
return 1
