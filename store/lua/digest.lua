-- What a digest tells of a week: ARGV are the week, the week before, the
-- week's first and last instant, how many places to keep and how many posts
-- to show.
local week, before, from, to, places, shown_posts = unpack(ARGV, rest + 1, rest + 6)
local board = KEYS[10]
local totals = redis.call('HMGET', counters, 'active', 'c.w' .. week, 'c.w' .. before, 'p.w' .. week, 's.w' .. week, 'c.all')
local top = redis.call('ZREVRANGE', board, 0, places - 1, 'WITHSCORES')
local size = redis.call('ZCARD', board)
local members = size
for _, id in ipairs(redis.call('ZRANGE', KEYS[11], 0, -1)) do
  if not redis.call('ZSCORE', board, id) then members = members + 1 end
end
local names = {}
for i = 1, #top, 2 do names[#names + 1] = called(top[i]) end

local stamps = {}
for _, entry in ipairs(redis.call('ZRANGEBYLEX', index, lexical('s:' .. week .. ':'))) do
  local section, id = string.match(entry, '^s:%d+:%d+:([^:]+):(%d+)$')
  if shown(id) then stamps[#stamps + 1] = section .. '\t' .. called(id) end
end

local low, high = '[t:' .. from .. ':', '(t:' .. to .. ':'
local written = {}
for i, entry in ipairs(redis.call('ZREVRANGEBYLEX', index, high, low, 'LIMIT', 0, shown_posts)) do
  local id = string.match(entry, '([^:]+)$')
  local line = redis.call('HGET', posts, id)
  written[i] = called(string.match(line, '^(%d+)')) .. '\t' .. id .. '\t' .. line
end
return {'ok', totals, top, names, size, stamps, written, redis.call('HGETALL', items),
  redis.call('HGET', digests, redis.call('HGET', digests, 'last') or '') or '', members}
