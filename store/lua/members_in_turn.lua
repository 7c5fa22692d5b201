--#include read
--[[
  Store.MembersInTurn: some of the active members. Each turn returns the next ones and
  starts again after the last.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  maximum number of members
  ARGV[6]  number of the turn

  Reply: ok; the users
]]
local stale = begin()
if stale then return stale end
local many, turn = tonumber(ARGV[rest + 1]), tonumber(ARGV[rest + 2])
local ids = {}
local flat = redis.call('HGETALL', roster)
for i = 1, #flat, 2 do
  if string.match(flat[i + 1], '^active\t') then ids[#ids + 1] = flat[i] end
end
table.sort(ids)
local out = {}
for i = 0, math.min(many, #ids) - 1 do out[#out + 1] = ids[(turn * many + i) % #ids + 1] end
return {'ok', out}
