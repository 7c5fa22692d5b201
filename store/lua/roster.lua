--#include read
--[[
  Store.roster: everyone the group holds a record of, and their scores.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  KEYS[10]  board of checks of all time

  Reply: ok; user and line of the roster; user and score
]]
local stale = begin()
if stale then return stale end
return {'ok', redis.call('HGETALL', roster), redis.call('ZRANGE', KEYS[10], 0, -1, 'WITHSCORES')}
