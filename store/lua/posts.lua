--#include posts newest
--[[
  Store.Posts: a page of posts, newest first.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  author whose posts to return, or '' for all
  ARGV[6]  offset
  ARGV[7]  length
  ARGV[8]  and the following ones: the ends of ranges of index entries

  Reply: ok; number of posts; for each post on the page, its id and line, separated by a
  tab; their authors' names; the offset, or that of the last page if it is past the end
]]
local stale = begin()
if stale then return stale end
local by, offset, length, low, high = unpack(ARGV, rest + 1, rest + 5)
offset, length = tonumber(offset), tonumber(length)
local found, total = {}, 0

-- last_page returns the offset, or that of the last page if it is past the end.
local function last_page(count) return math.min(offset, math.max(0, count - 1) - math.max(0, count - 1) % length) end

if by == '' and #ARGV == rest + 5 then
  total = redis.call('ZLEXCOUNT', index, low, high)
  offset = last_page(total)
  found = redis.call('ZREVRANGEBYLEX', index, high, low, 'LIMIT', offset, length)
else
  local all = newest(rest + 4, -1)
  if by ~= '' then
    local theirs = {}
    local _, written = posts_at(all)
    for i, line in ipairs(written) do
      if author(line) == by then theirs[#theirs + 1] = all[i] end
    end
    all = theirs
  end
  total = #all
  offset = last_page(total)
  for i = offset + 1, math.min(offset + length, total) do found[#found + 1] = all[i] end
end

local ids, written = posts_at(found)
fetch_authors(written)
local out, names = {}, {}
for i, line in ipairs(written) do
  out[i] = ids[i] .. '\t' .. line
  names[i] = name_of(author(line))
end
return {'ok', total, out, names, offset}
