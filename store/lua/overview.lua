--#include own_rank
--[[
  Store.Overview: all that the group holds of one member, and the group's numbers
  to see it against.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  KEYS[10]  the week's board of checks
  ARGV[5]   the week, as the counters name it

  Reply: ok; fields and values of the record; line of the roster, or ''; item and
  number of members, for all items; active members, checks of all time, checks of
  the week; the member's rank this week; number of the member's posts
]]
local stale = begin()
if stale then return stale end
local period = ARGV[rest + 1]
local _, place = own_rank(KEYS[10], 'c', period)
return {'ok', redis.call('HGETALL', user), get(members, uid) or '', redis.call('HGETALL', items),
  redis.call('HMGET', counters, 'active', 'c.all', 'c.' .. period), place, redis.call('ZLEXCOUNT', index, prefixed('m:' .. uid .. ':'))}
