--[[
  Store.Purge: deletes everything stored of a guild, unless its settings have changed
  since the caller read them.

  KEYS[1]  the guild's settings and their version
  KEYS[2]  and the following ones: all other keys of the guild
  ARGV[1]  version that the caller knows

  Reply: 1, or 0 if nothing was deleted
]]
if (redis.call('HGET', KEYS[1], 'v') or '') ~= ARGV[1] then return 0 end
for _, key in ipairs(KEYS) do redis.call('DEL', key) end
return 1
