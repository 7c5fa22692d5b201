--[[
  Store.Trim: deletes results of operations that are not asked for again, and
  boards of periods that are shown nowhere any more.

  KEYS[1]  results of operations
  KEYS[2]  times of operations, oldest first
  KEYS[3]  on: boards
  ARGV[1]  instant up to which results are deleted, in milliseconds

  Reply: 1
]]
for _ = 1, 1000 do
  local first = redis.call('LINDEX', KEYS[2], 0)
  local at, op = string.match(first or '', '^(%d+) (.*)$')
  if not at or tonumber(at) > tonumber(ARGV[1]) then break end
  redis.call('LPOP', KEYS[2])
  redis.call('HDEL', KEYS[1], op)
end
for i = 3, #KEYS do redis.call('DEL', KEYS[i]) end
return 1
