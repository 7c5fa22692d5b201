--[[
  Store.Trim: replaces events by the snapshot that was made from them, unless another bot
  has done so or a member was erased in the meantime.

  KEYS[1]  snapshot
  KEYS[2]  events
  ARGV[1]  revision of the snapshot that the caller has read
  ARGV[2]  head of that snapshot
  ARGV[3]  number of the last event that the new snapshot replaces
  ARGV[4]  number of fields to delete
  ARGV[n]  these fields
  ARGV[n]  fields and values to set

  Reply: 1, or 0 if nothing was done
]]
local known = redis.call('HMGET', KEYS[1], 'rev', 'head')
if (known[1] or '') ~= ARGV[1] or (known[2] or '') ~= ARGV[2] then return 0 end
local drop = tonumber(ARGV[4])
for i = 5, 4 + drop do redis.call('HDEL', KEYS[1], ARGV[i]) end
for i = 5 + drop, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('XTRIM', KEYS[2], 'MINID', string.format('%.0f', ARGV[3] + 1) .. '-0')
return 1
