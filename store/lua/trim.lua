-- Drops what is over: KEYS are the results of operations and the list of their
-- times, and boards of periods that are shown nowhere any more; ARGV is the
-- instant before which results are not asked for again.
for _ = 1, 1000 do
  local first = redis.call('LINDEX', KEYS[2], 0)
  local at, op = string.match(first or '', '^(%d+) (.*)$')
  if not at or tonumber(at) > tonumber(ARGV[1]) then break end
  redis.call('LPOP', KEYS[2])
  redis.call('HDEL', KEYS[1], op)
end
for i = 3, #KEYS do redis.call('DEL', KEYS[i]) end
return 1
