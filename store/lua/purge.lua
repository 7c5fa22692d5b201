-- Deletes all that is stored of a guild, whose hash is the first key, unless
-- its settings have changed since the caller read them. It returns 1 if it did.
if (redis.call('HGET', KEYS[1], 'v') or '') ~= ARGV[1] then return 0 end
for _, key in ipairs(KEYS) do redis.call('DEL', key) end
return 1
