--#include posts
--[[
  Store.Library: all posts, and the names of their authors.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua

  Reply: ok; ids and lines of the posts; ids and names of the authors
]]
local stale = begin()
if stale then return stale end
local all, authors, seen, names = redis.call('HGETALL', posts), {}, {}, {}
for i = 2, #all, 2 do
  local id = author(all[i])
  if not seen[id] then
    seen[id] = true
    authors[#authors + 1] = id
  end
end
fetch(members, authors)
for _, id in ipairs(authors) do
  names[#names + 1] = id
  names[#names + 1] = name_of(id)
end
return {'ok', all, names}
