--[[
  Store.loadGuild: a guild's settings, and a user's record in all its groups.

  KEYS[1]  the guild's settings and their version
  KEYS[2]  the user's record
  ARGV[1]  version that the caller knows

  Reply: the guild's version; fields and values of its settings, none if the caller knows
  that version; fields and values of the record
]]
local v = redis.call('HGET', KEYS[1], 'v') or ''
return {v, v ~= ARGV[1] and redis.call('HGETALL', KEYS[1]) or {}, redis.call('HGETALL', KEYS[2])}
