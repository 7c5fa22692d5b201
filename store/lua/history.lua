--#include read
--[[
  Store.History: a page of the stored digests, newest first.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  offset
  ARGV[6]  length

  Reply: ok; number of digests; the page's weeks; their digests; the offset, or that of
  the last page if it is past the end
]]
local stale = begin()
if stale then return stale end
local offset, length = tonumber(ARGV[rest + 1]), tonumber(ARGV[rest + 2])
local weeks = {}
for _, name in ipairs(redis.call('HKEYS', digests)) do
  if string.match(name, '^%d+$') then weeks[#weeks + 1] = name end
end
table.sort(weeks, function(a, b) return a > b end)
local last = math.max(0, #weeks - 1)
offset = math.min(offset, last - last % length)
local page = {}
for i = offset + 1, math.min(offset + length, #weeks) do page[#page + 1] = weeks[i] end
return {'ok', #weeks, page, multi_get(digests, page), offset}
