--[[
  Store.Trim: deletes the results of old operations, up to 1000 at a time, and boards
  that are no longer shown.

  KEYS[1]  results of operations, by id
  KEYS[2]  times and ids of operations, oldest first
  KEYS[3]  and the following ones: boards
  ARGV[1]  instant up to which results are deleted, in milliseconds since 1970

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
