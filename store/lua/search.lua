-- The posts of a range of index entries, newest first, in which a text is looked for
-- outside: the entries, the posts' lines by the thousand, and the roster. ARGV are
-- the ends of the range and how many posts at most.
local low, high, most = unpack(ARGV, rest + 1, rest + 3)
local found = redis.call('ZREVRANGEBYLEX', index, high, low, 'LIMIT', 0, most)
local out = {}
for from = 1, #found, 1000 do
  local ids = {}
  for i = from, math.min(from + 999, #found) do ids[#ids + 1] = string.match(found[i], '([^:]+)$') end
  out[#out + 1] = redis.call('HMGET', posts, unpack(ids))
end
return {'ok', found, out, redis.call('HGETALL', roster)}
