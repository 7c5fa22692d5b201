--[[
  Store.BeginCommandSync: which bot is to register the commands of an application.

  KEYS[1]  what is registered
  ARGV[1]  hash of the commands that are to be registered
  ARGV[2]  token of the caller
  ARGV[3]  length of the lease, in milliseconds

  Reply: hash of what is registered; its ids; 1 for a caller that is to register,
  0 where the hash is the same or another bot has the lease
]]
local known = redis.call('HMGET', KEYS[1], 'hash', 'ids', 'lease')
local hash, ids = known[1] or '', known[2] or ''
if hash == ARGV[1] then return {hash, ids, 0} end
local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000)
local till, token = string.match(known[3] or '', '^(%d+) (.*)$')
if till and tonumber(till) > clock and token ~= ARGV[2] then return {hash, ids, 0} end
redis.call('HSET', KEYS[1], 'lease', string.format('%.0f', clock + ARGV[3]) .. ' ' .. ARGV[2])
return {hash, ids, 1}
