-- Puts a snapshot in the place of the events that it was folded from, unless
-- anything has been folded or erased meanwhile: KEYS are the snapshot and the
-- events; ARGV the revision and the head that the snapshot had, the number of
-- the last event that was folded, how many fields to drop, these, and fields and
-- values to set.
if (redis.call('HGET', KEYS[1], 'rev') or '') ~= ARGV[1] or (redis.call('HGET', KEYS[1], 'head') or '') ~= ARGV[2] then
  return 0
end
local drop = tonumber(ARGV[4])
for i = 5, 4 + drop do redis.call('HDEL', KEYS[1], ARGV[i]) end
for i = 5 + drop, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('XTRIM', KEYS[2], 'MINID', string.format('%.0f', ARGV[3] + 1) .. '-0')
return 1
