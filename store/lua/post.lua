-- A post by its id, with its author's name; nothing where there is none.
local id = ARGV[rest + 1]
local line = redis.call('HGET', posts, id)
if not line then return {'ok'} end
return {'ok', id .. '\t' .. line, called(string.match(line, '^(%d+)'))}
