--[[
  Store.Restore and Store.AbortRestore: renames keys with one hash tag, once.

  KEYS[1]  string that exists if the tag's keys were swapped
  KEYS[n]  keys to delete; then pairs of a key and its new name
  ARGV[1]  '1' to swap, '0' to swap back
  ARGV[2]  number of keys to delete

  Reply: 1, or 0 if that was done before
]]
local swap, deleted = ARGV[1], tonumber(ARGV[2])
if redis.call('EXISTS', KEYS[1]) == tonumber(swap) then return 0 end
for i = 2, deleted + 1 do redis.call('DEL', KEYS[i]) end
for i = deleted + 2, #KEYS, 2 do
  if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('RENAME', KEYS[i], KEYS[i + 1]) end
end
if swap == '1' then
  redis.call('SET', KEYS[1], '1')
else
  redis.call('DEL', KEYS[1])
end
return 1
