-- The posts of ranges of index entries, newest first, in which a text is looked for
-- outside: the entries, the posts' lines by the thousand, and the roster. ARGV are
-- how many posts at most and the ends of the ranges.
local found = newest(rest + 2, tonumber(ARGV[rest + 1]))
local out = {}
for from = 1, #found, 1000 do
  local ids = {}
  for i = from, math.min(from + 999, #found) do ids[#ids + 1] = string.match(found[i], '([^:]+)$') end
  out[#out + 1] = redis.call('HMGET', posts, unpack(ids))
end
return {'ok', found, out, redis.call('HGETALL', roster)}
