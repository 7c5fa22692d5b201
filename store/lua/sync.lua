-- Whose turn it is to register commands: ARGV are the hash that is to be
-- registered, the caller's token and the lease in milliseconds.
local hash = redis.call('HGET', KEYS[1], 'hash') or ''
local ids = redis.call('HGET', KEYS[1], 'ids') or ''
if hash == ARGV[1] then return {hash, ids, 0} end
local t = redis.call('TIME')
local clock = t[1] * 1000 + math.floor(t[2] / 1000)
local till, token = string.match(redis.call('HGET', KEYS[1], 'lease') or '', '^(%d+) (.*)$')
if till and tonumber(till) > clock and token ~= ARGV[2] then return {hash, ids, 0} end
redis.call('HSET', KEYS[1], 'lease', string.format('%.0f', clock + ARGV[3]) .. ' ' .. ARGV[2])
return {hash, ids, 1}
