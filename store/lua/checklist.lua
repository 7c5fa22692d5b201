--#include posts
--[[
  Store.Checklist: the member's record in all groups of the guild, and the member's posts
  in the group, oldest first.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua

  Reply: ok; fields and values of the record; for each post, its id and line, separated
  by a tab
]]
local stale = begin()
if stale then return stale end
local ids, written = posts_at(redis.call('ZRANGEBYLEX', index, prefixed('m:' .. uid .. ':')))
for i, line in ipairs(written) do written[i] = ids[i] .. '\t' .. line end
return {'ok', redis.call('HGETALL', user), written}
