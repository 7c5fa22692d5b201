-- A page of the weeks of which something is stored, newest first: ARGV are the
-- offset and the length. The reply has how many there are, the weeks, what is
-- stored of each, and the offset, moved to the last page from behind it.
local offset, length = tonumber(ARGV[rest + 1]), tonumber(ARGV[rest + 2])
local weeks = {}
for _, name in ipairs(redis.call('HKEYS', digests)) do
  if string.match(name, '^%d+$') then weeks[#weeks + 1] = name end
end
table.sort(weeks, function(a, b) return a > b end)
local last = math.max(0, #weeks - 1)
offset = math.min(offset, last - last % length)
local names, lines = {}, {}
for i = offset + 1, math.min(offset + length, #weeks) do
  names[#names + 1] = weeks[i]
  lines[#lines + 1] = redis.call('HGET', digests, weeks[i])
end
return {'ok', #weeks, names, lines, offset}
