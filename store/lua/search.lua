--#include posts newest
--[[
  Store.search: the newest posts in some ranges, which the caller searches for a text.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  maximum number of posts
  ARGV[6]  and the following ones: the ends of ranges of index entries

  Reply: ok; ids of the posts; their lines; users and lines of the roster
]]
local stale = begin()
if stale then return stale end
local ids, written = posts_at(newest(rest + 2, tonumber(ARGV[rest + 1])))
return {'ok', ids, written, redis.call('HGETALL', roster)}
