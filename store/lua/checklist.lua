-- All that the guild's groups hold of the member, and the member's posts, oldest
-- first.
local written = {}
for i, entry in ipairs(redis.call('ZRANGEBYLEX', index, lexical('m:' .. uid .. ':'))) do
  local id = string.match(entry, '([^:]+)$')
  written[i] = id .. '\t' .. redis.call('HGET', posts, id)
end
return {'ok', redis.call('HGETALL', user), written}
