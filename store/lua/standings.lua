-- What is stored of a week's digest, and the names of those it has places of
-- who may be named: ARGV is the week.
local line = redis.call('HGET', digests, ARGV[rest + 1]) or ''
local names = {}
for id in string.gmatch(string.match(line, '"places":(%b{})') or '', '"(%d+)":') do
  if shown(id) then
    names[#names + 1] = id
    names[#names + 1] = called(id)
  end
end
return {'ok', line, names}
