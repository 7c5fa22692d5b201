-- What a digest tells of a week: ARGV are the week, its first and last
-- instant, how many places to keep, how many posts to show, and the weeks before
-- it, newest first. KEYS are the week's boards of checks and posts, and the
-- boards of checks of the first of the weeks before it.
local week, from, to, places, shown_posts = unpack(ARGV, rest + 1, rest + 5)
rest = rest + 5
local board = KEYS[10]
local totals = redis.call('HMGET', counters, 'active', 'c.w' .. week, 'p.w' .. week, 's.w' .. week, 'c.all', 'seq')
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

-- How an earlier week stands now, with the digest that told of it.
local earlier = {}
for i = 1, #ARGV - rest do
  local name = ARGV[rest + i]
  local now = redis.call('HMGET', counters, 'c.w' .. name, 'p.w' .. name)
  local one = {redis.call('HGET', digests, name) or '', now[1] or '0', now[2] or '0'}
  local its = KEYS[11 + i]
  if its then
    one[4], one[5] = redis.call('ZREVRANGE', its, 0, places - 1, 'WITHSCORES'), {}
    local seen = {}
    local function name_of(id)
      if seen[id] or not shown(id) then return end
      seen[id] = true
      one[5][#one[5] + 1] = id
      one[5][#one[5] + 1] = called(id)
    end
    for k = 1, #one[4], 2 do name_of(one[4][k]) end
    for id in string.gmatch(string.match(one[1], '"scores":(%b{})') or '', '"(%d+)":') do name_of(id) end
  end
  earlier[i] = one
end
return {'ok', totals, top, names, size, stamps, written, redis.call('HGETALL', items),
  redis.call('HGET', digests, redis.call('HGET', digests, 'last') or '') or '', members, earlier}
