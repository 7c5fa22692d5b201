--[[
  Store.Rebuild: writes what is not as a guild's events say, unless anything has
  changed since that was found out.

  KEYS[1]  the guild's settings and their version
  KEYS[2]  on: counters of its groups, and then the keys to repair
  ARGV[1]  number of groups
  ARGV[2]  version that the caller knows
  ARGV[3]  on: numbers of the last events that the caller knows
  ARGV[n]  of each repair: hset, hdel, zadd or zrem; the place of its key among
           KEYS; field or member; value or score

  Reply: version and numbers as they are now; empty where nothing was done
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
