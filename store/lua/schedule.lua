--[[
  Store.schedule: makes a group due at an instant. The claim of a bot that has
  looked at the group before ends.

  KEYS[1]  due groups
  KEYS[2]  leases
  ARGV[1]  when, in milliseconds
  ARGV[2]  group

  Reply: 1 for a group that was not due at any time before
]]
redis.call('HDEL', KEYS[2], ARGV[2])
return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
