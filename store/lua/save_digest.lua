--[[
  Store.SaveDigest: stores a week's digest, unless somebody else has stored it in the
  meantime. A digest's revision is the number of its event. The new event replaces the
  previous one.

  KEYS[1]  digests
  KEYS[2]  events
  KEYS[3]  counters
  ARGV[1]  week
  ARGV[2]  revision that the caller knows; 0 for none
  ARGV[3]  digest
  ARGV[4]  event
  ARGV[5]  '1' if the digest is posted

  Reply: the new revision, or 0 if nothing was stored
]]
local known = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '0 ', '^(%d+) ')
if known ~= ARGV[2] then return 0 end
local revision = redis.call('HINCRBY', KEYS[3], 'seq', 1)
redis.call('XADD', KEYS[2], revision .. '-0', 'e', ARGV[4])
redis.call('XDEL', KEYS[2], known .. '-0')
redis.call('HSET', KEYS[1], ARGV[1], revision .. ' ' .. ARGV[3])
if ARGV[5] == '1' and (redis.call('HGET', KEYS[1], 'last') or '') < ARGV[1] then
  redis.call('HSET', KEYS[1], 'last', ARGV[1])
end
return revision
