--[[
  Store.ClaimGroup: claims a group out of turn, and ends any other claim on it. The group
  is due from now on, so when the lease ends, somebody else goes on with it. A repetition
  replies now, which makes the scheduler look at the group once more.

  KEYS[1]  due groups
  KEYS[2]  leases: until and token, by group
  ARGV[1]  group
  ARGV[2]  now, in milliseconds since 1970
  ARGV[3]  token of the claim
  ARGV[4]  length of the lease, in milliseconds

  Reply: when the group was due, in milliseconds since 1970; '' for never
]]
local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000)
local due = redis.call('ZSCORE', KEYS[1], ARGV[1]) or ''
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f', clock + ARGV[4]) .. ' ' .. ARGV[3])
if due == '' or tonumber(due) > tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
end
return due
