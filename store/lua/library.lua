-- All posts, and the names of their authors.
local lines, names, known = redis.call('HGETALL', posts), {}, {}
for i = 2, #lines, 2 do
  local id = string.match(lines[i], '^(%d+)')
  if not known[id] then
    known[id] = true
    names[#names + 1] = id
    names[#names + 1] = called(id)
  end
end
return {'ok', lines, names}
