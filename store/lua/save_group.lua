--#include operation
--[[
  Store.SaveGroup and Store.SaveUntouched: create a group or change its settings.
  The version of the guild's settings goes up with it. By that every other script
  knows whether the settings that its caller knows still hold. A guild's first
  version is the time, so that none comes again after the guild was deleted.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  settings
  ARGV[17]  '1' to save them only while no member and no digest is recorded

  Reply:
  touched   a member or a digest is recorded
  ok        the guild's version; the week of the last digest, or ''
]]
local answer = begin()
if answer then return answer end
if ARGV[rest + 2] == '1' and redis.call('EXISTS', roster, digests) > 0 then return lines('touched') end
append(event)
redis.call('HSET', guild, 'g.' .. group, ARGV[rest + 1])
if redis.call('HSETNX', guild, 'v', now) == 0 then redis.call('HINCRBY', guild, 'v', 1) end
return done('ok', redis.call('HGET', guild, 'v'), redis.call('HGET', digests, 'last') or '')
