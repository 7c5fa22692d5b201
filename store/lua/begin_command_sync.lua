--[[
  Store.BeginCommandSync: decides which bot registers the commands of an application.

  KEYS[1]  the registered commands
  ARGV[1]  hash of the commands to register
  ARGV[2]  token of the caller
  ARGV[3]  length of the lease, in milliseconds

  Reply: hash of the registered commands; their ids; 1 if the caller has to register its
  commands, 0 if the hash is the same or another bot has the lease
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
