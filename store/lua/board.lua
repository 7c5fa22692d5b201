-- One page of a board: ARGV are the kind, the period, the page's offset (or
-- 'mine' for the page with the caller), its length, and a week whose digest is
-- to be compared with the first so many lines of the board, or ''.
local kind, period, offset, length, posted, lines = unpack(ARGV, rest + 1, rest + 6)
local board = KEYS[10]
length = tonumber(length)

local line = redis.call('HGET', roster, uid) or ''
local score, mine, order = own(board, kind, period)
if offset == 'mine' then
  offset = order < 0 and 0 or order - order % length
else
  offset = tonumber(offset)
end
local size = redis.call('ZCARD', board)
if offset >= size then offset = math.max(0, size - 1) - math.max(0, size - 1) % length end
local page = redis.call('ZREVRANGE', board, offset, offset + length - 1, 'WITHSCORES')
local first, names = 0, {}
if #page > 0 then
  first = 1 + redis.call('ZCOUNT', board, '(' .. page[2], '+inf')
  for i = 1, #page, 2 do names[#names + 1] = called(page[i]) end
end
local out = {'ok', redis.call('HGET', counters, kind .. '.' .. period) or '0', size, offset, first, page, names,
  score, mine, order, line}
local told = posted ~= '' and redis.call('HGET', digests, posted)
if told then
  out[12] = told
  out[13] = redis.call('ZREVRANGE', board, 0, lines - 1, 'WITHSCORES')
end
return out
