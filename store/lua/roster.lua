--#include read
--[[
  Store.roster: everyone of whom the group has a record, and their scores.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  KEYS[10]  all-time board of checks

  Reply: ok; users and lines of the roster; users and scores of the board
]]
local stale = begin()
if stale then return stale end
return {'ok', redis.call('HGETALL', roster), redis.call('ZRANGE', KEYS[10], 0, -1, 'WITHSCORES')}
