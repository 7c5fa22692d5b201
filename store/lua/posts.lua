-- A page of posts, newest first: ARGV are an author to keep to or '', the offset,
-- the length, and the ends of the ranges of their index entries.
local author, offset, length, low, high = unpack(ARGV, rest + 1, rest + 5)
offset, length = tonumber(offset), tonumber(length)
local found, total = {}, 0
-- last is the offset of the last page, for one that lies behind it.
local function last(count) return math.min(offset, math.max(0, count - 1) - math.max(0, count - 1) % length) end
if author == '' and #ARGV == rest + 5 then
  total = redis.call('ZLEXCOUNT', index, low, high)
  offset = last(total)
  found = redis.call('ZREVRANGEBYLEX', index, high, low, 'LIMIT', offset, length)
else
  local theirs = {}
  for _, entry in ipairs(newest(rest + 4, -1)) do
    local line = redis.call('HGET', posts, string.match(entry, '([^:]+)$'))
    if author == '' or string.match(line, '^(%d+)') == author then theirs[#theirs + 1] = entry end
  end
  total = #theirs
  offset = last(total)
  for i = offset + 1, math.min(offset + length, total) do found[#found + 1] = theirs[i] end
end
local out, names = {}, {}
for i, entry in ipairs(found) do
  local id = string.match(entry, '([^:]+)$')
  local line = redis.call('HGET', posts, id)
  out[i] = id .. '\t' .. line
  names[i] = called(string.match(line, '^(%d+)'))
end
return {'ok', total, out, names, offset}
