--#include posts
--[[
  Store.Focus: who has begun some sections, and the newest posts on some items.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  number of sections
  ARGV[n]  the sections
  ARGV[n]  maximum number of posts on an item
  ARGV[n]  the items

  Reply: ok; for each section, how many members have begun it, and up to three names; for
  each post, its author's name, id and line, separated by tabs
]]
local stale = begin()
if stale then return stale end
local n = tonumber(ARGV[rest + 1])
local sections = {}
for i = 1, n do
  local low, high = prefixed(ARGV[rest + 1 + i] .. ':')
  local names, users = {}, {}
  for k, entry in ipairs(redis.call('ZRANGEBYLEX', begun, low, high, 'LIMIT', 0, 50)) do users[k] = id_of(entry) end
  fetch(members, users)
  for _, id in ipairs(users) do
    if is_shown(id) and #names < 3 then names[#names + 1] = name_of(id) end
  end
  sections[i] = {redis.call('ZLEXCOUNT', begun, low, high), names}
end
rest = rest + 2 + n
local found = {}
for i = rest + 1, #ARGV do
  local low, high = prefixed('i:' .. ARGV[i] .. ':')
  for _, entry in ipairs(redis.call('ZREVRANGEBYLEX', index, high, low, 'LIMIT', 0, ARGV[rest])) do found[#found + 1] = entry end
end
return {'ok', sections, named_posts(found)}
