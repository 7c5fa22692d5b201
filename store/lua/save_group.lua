--#include operation
--[[
  Store.SaveGroup and Store.SaveUntouched: create a group or change its settings. Each
  change increases the version of the guild's settings, by which every other script
  detects callers with old settings. A guild's first version is the time, so that no
  version is used again after the guild was purged.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  the group's settings
  ARGV[21]  '1' to save them only if the group has no member and no digest yet

  Reply:
  touched   the group has a member or a digest
  ok        the guild's version; the week of the last posted digest, or ''
]]
local answer = begin()
if answer then return answer end
if ARGV[rest + 2] == '1' and redis.call('EXISTS', roster, digests) > 0 then return lines('touched') end
append(event)
redis.call('HSET', guild, 'g.' .. group, ARGV[rest + 1])
if redis.call('HSETNX', guild, 'v', now) == 0 then redis.call('HINCRBY', guild, 'v', 1) end
return done('ok', redis.call('HGET', guild, 'v'), redis.call('HGET', digests, 'last') or '')
