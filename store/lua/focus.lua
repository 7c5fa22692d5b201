-- Who has begun each of some sections, and the newest posts on some items:
-- ARGV are the number of sections, the sections, the number of posts for an
-- item, and the items.
local n = tonumber(ARGV[rest + 1])
local sections, written = {}, {}
for i = 1, n do
  local section = ARGV[rest + 1 + i]
  local low, high = lexical(section .. ':')
  local names = {}
  for _, entry in ipairs(redis.call('ZRANGEBYLEX', begun, low, high, 'LIMIT', 0, 50)) do
    local id = string.match(entry, '(%d+)$')
    if shown(id) and #names < 3 then names[#names + 1] = called(id) end
  end
  sections[i] = {redis.call('ZLEXCOUNT', begun, low, high), names}
end
rest = rest + 2 + n
for i = rest + 1, #ARGV do
  local low, high = lexical('i:' .. ARGV[i] .. ':')
  for _, entry in ipairs(redis.call('ZREVRANGEBYLEX', index, high, low, 'LIMIT', 0, ARGV[rest])) do
    local id = string.match(entry, '([^:]+)$')
    local line = redis.call('HGET', posts, id)
    written[#written + 1] = called(string.match(line, '^(%d+)')) .. '\t' .. id .. '\t' .. line
  end
end
return {'ok', sections, written}
