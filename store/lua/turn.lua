-- The active members whose turn it is: ARGV are how many, and the number of the
-- turn. With each turn it is the next ones', round and round.
local many, turn = tonumber(ARGV[rest + 1]), tonumber(ARGV[rest + 2])
local ids = {}
local flat = redis.call('HGETALL', roster)
for i = 1, #flat, 2 do
  if string.match(flat[i + 1], '^active\t') then ids[#ids + 1] = flat[i] end
end
table.sort(ids)
local out = {}
for i = 0, math.min(many, #ids) - 1 do out[#out + 1] = ids[(turn * many + i) % #ids + 1] end
return {'ok', out}
