-- Claims due groups, the oldest first: KEYS are the due set, its leases and its
-- turn, ARGV now, the claim's token, the lease in milliseconds, how many at the
-- most, '1' when so many are due that claims are to be spread, and when this
-- shard's turns are: how many milliseconds apart, and how many after the clock's
-- multiples of that. Claims that are spread are one a turn, in its first half:
-- who comes later does not add to the next. That goes on until nothing was
-- claimed for a minute. Answers whether claims were held back for it, and the
-- claims. Leases and turns go by Redis's own clock, the same for all bots. Run
-- twice, it answers the same.
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
