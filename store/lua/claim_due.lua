--[[
  Store.ClaimDue: claims due groups, the oldest first. If claims are spread, one is given
  out in each interval, in its first half. A bot that asks in the second half gets none
  until the next interval. Spreading ends when nothing was claimed for a minute. Leases
  and intervals use Redis's clock, which is the same for all bots. A repetition with the
  same token claims the same groups again.

  KEYS[1]  due groups
  KEYS[2]  leases: until and token, by group
  KEYS[3]  when a group was last claimed while claims were spread
  ARGV[1]  now, in milliseconds since 1970
  ARGV[2]  token of the claim
  ARGV[3]  length of the lease, in milliseconds
  ARGV[4]  maximum number of claims
  ARGV[5]  '1' if so many groups are due that claims have to be spread
  ARGV[6]  length of an interval, in milliseconds
  ARGV[7]  offset of this shard's intervals, in milliseconds

  Reply: '1' if claims were held back by spreading, else '0'; for each claim, the group
  and its due time
]]
local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000)
local left, apart, offset = tonumber(ARGV[4]), tonumber(ARGV[6]), tonumber(ARGV[7])
local last = tonumber(redis.call('GET', KEYS[3]) or '0')
local spread = ARGV[5] == '1' or clock < last + 60000
if spread then
  local passed = (clock - offset) % apart
  left = last < clock - passed and passed < apart / 2 and math.min(left, 1) or 0
end

local claims = {'0'}
local from = 0
repeat
  local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', from, 50)
  for _, id in ipairs(ids) do
    local till, token = string.match(redis.call('HGET', KEYS[2], id) or '', '^(%d+) (.*)$')
    local mine = token == ARGV[2]
    if mine or not till or tonumber(till) <= clock then
      if left <= 0 and not mine then
        if spread then claims[1] = '1' end
        return claims
      end
      if spread and not mine then redis.call('SET', KEYS[3], string.format('%.0f', clock)) end
      left = left - 1
      redis.call('HSET', KEYS[2], id, string.format('%.0f', clock + ARGV[3]) .. ' ' .. ARGV[2])
      claims[#claims + 1] = id
      claims[#claims + 1] = redis.call('ZSCORE', KEYS[1], id)
    end
  end
  from = from + 50
until #ids < 50
return claims
