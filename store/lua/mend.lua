-- Puts right what is not as a guild's events say, unless anything changed
-- since that was found out. KEYS are the guild, the counters of its groups and
-- the keys to mend; ARGV the number of groups, the guild's version and the
-- numbers of the groups' sequences as they were, and for each repair its kind,
-- the place of its key among KEYS, field and value. It returns version and
-- numbers as they are now.
local groups = tonumber(ARGV[1])
if (redis.call('HGET', KEYS[1], 'v') or '') ~= ARGV[2] then return {} end
for i = 1, groups do
  if (redis.call('HGET', KEYS[1 + i], 'seq') or '') ~= ARGV[2 + i] then return {} end
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
local marks = {redis.call('HGET', KEYS[1], 'v') or ''}
for i = 1, groups do marks[1 + i] = redis.call('HGET', KEYS[1 + i], 'seq') or '' end
return marks
