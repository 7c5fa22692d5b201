--[[
  Store.Rebuild: repairs what differs from a guild's events, unless the guild has changed
  since the caller compared them.

  KEYS[1]  the guild's settings and their version
  KEYS[2]  and the following ones: counters of its groups, then the keys to repair
  ARGV[1]  number of groups
  ARGV[2]  version that the caller knows
  ARGV[3]  and the following ones: numbers of the groups' last events that the caller
           knows
  ARGV[n]  for each repair: hset, hdel, zadd or zrem; index of the key in KEYS; field or
           member; value or score

  Reply: the version and the numbers after the repair; empty if nothing was done
]]
local groups = tonumber(ARGV[1])
-- state returns the guild's version and the numbers of its groups' last events.
local function state()
  local known = {redis.call('HGET', KEYS[1], 'v') or ''}
  for i = 1, groups do known[1 + i] = redis.call('HGET', KEYS[1 + i], 'seq') or '' end
  return known
end

for i, known in ipairs(state()) do
  if known ~= ARGV[1 + i] then return {} end
end
for i = groups + 3, #ARGV, 4 do
  local kind, key, field, value = ARGV[i], KEYS[tonumber(ARGV[i + 1])], ARGV[i + 2], ARGV[i + 3]
  if kind == 'hset' then
    redis.call('HSET', key, field, value)
  elseif kind == 'hdel' then
    redis.call('HDEL', key, field)
  elseif kind == 'zadd' then
    redis.call('ZADD', key, value, field)
  elseif kind == 'zrem' then
    redis.call('ZREM', key, field)
  end
end
return state()
