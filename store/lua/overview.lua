--#include own_rank
--[[
  Store.Overview: a member's record, and the numbers of the group to compare it with.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  KEYS[10]  the week's board of checks
  ARGV[5]   the week's period, such as w20261123

  Reply: ok; fields and values of the record; the member's line in the roster, or '';
  items and the number of active members who have done each; active members, checks of
  all time, checks of the week; the member's rank this week; number of the member's posts
]]
local stale = begin()
if stale then return stale end
local period = ARGV[rest + 1]
local _, place = own_rank(KEYS[10], 'c', period)
return {'ok', redis.call('HGETALL', user), get(members, uid) or '', redis.call('HGETALL', items),
  redis.call('HMGET', counters, 'active', 'c.all', 'c.' .. period), place, redis.call('ZLEXCOUNT', index, prefixed('m:' .. uid .. ':'))}
