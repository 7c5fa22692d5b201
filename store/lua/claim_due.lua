--[[
  Store.ClaimDue: claims due groups, the oldest first. Where claims are to be
  spread, one is given out in each interval, in its first half: a bot that asks
  later gets none, which keeps the next interval as it is. Spreading goes on until
  nothing was claimed for a minute. Leases and intervals go by Redis's own clock,
  the same for all bots. Run again with the same token, it answers the same.

  KEYS[1]  due groups
  KEYS[2]  leases: until and token, by group
  KEYS[3]  when one was last claimed while claims were spread
  ARGV[1]  now, in milliseconds
  ARGV[2]  token of the claim
  ARGV[3]  length of the lease, in milliseconds
  ARGV[4]  how many to claim at the most
  ARGV[5]  '1' when so many are due that claims are to be spread
  ARGV[6]  length of an interval, in milliseconds
  ARGV[7]  how long after the clock's multiples of that this shard's intervals begin

  Reply: '1' where claims were held back; then of each claim, group and due time
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
