--#include read
--[[
  Store.names: the names of those of some users who may be named to others.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  and the following ones: the users

  Reply: ok; ids and names of these users
]]
local stale = begin()
if stale then return stale end
local users = {}
for i = rest + 1, #ARGV do users[#users + 1] = ARGV[i] end
fetch(members, users)
local named = {}
for _, id in ipairs(users) do
  if is_shown(id) then
    named[#named + 1] = id
    named[#named + 1] = name_of(id)
  end
end
return {'ok', named}
