--#include posts newest
--[[
  Store.search: the newest posts of some ranges, in which the caller looks for a
  text.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  how many posts at the most
  ARGV[6]  on: the ends of ranges of index entries

  Reply: ok; ids of the posts; their lines; user and line of the roster
]]
local stale = begin()
if stale then return stale end
local ids, written = posts_at(newest(rest + 2, tonumber(ARGV[rest + 1])))
return {'ok', ids, written, redis.call('HGETALL', roster)}
