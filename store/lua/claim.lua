-- Claims due groups: KEYS are the due set and its leases, ARGV now, the
-- claim's token, the lease in milliseconds and how many at the most. Whether a
-- lease has ended goes by Redis's own clock, the same for all bots. Run twice,
-- it answers the same.
local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000)
local claimed = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[4] * 4)) do
  if #claimed >= 2 * ARGV[4] then break end
  local till, token = string.match(redis.call('HGET', KEYS[2], id) or '', '^(%d+) (.*)$')
  if not till or tonumber(till) <= clock or token == ARGV[2] then
    redis.call('HSET', KEYS[2], id, string.format('%.0f', clock + ARGV[3]) .. ' ' .. ARGV[2])
    claimed[#claimed + 1] = id
    claimed[#claimed + 1] = redis.call('ZSCORE', KEYS[1], id)
  end
end
return claimed
