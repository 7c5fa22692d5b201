--[[
  Store.schedule: sets when a group is due, and ends any claim on it.

  KEYS[1]  due groups
  KEYS[2]  leases
  ARGV[1]  when, in milliseconds since 1970
  ARGV[2]  group

  Reply: 1 if the group was not among the due ones before, else 0
]]
redis.call('HDEL', KEYS[2], ARGV[2])
return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
