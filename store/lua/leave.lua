--#include departure post_write record stamp
--[[
  Store.Leave: marks a member as left. The record is kept in case the member comes back,
  or erased together with its part of the totals.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  '1' to erase the record
  ARGV[21]  how many posts the script may erase

  Reply:
  absent    the user is not a member, or has already left and the record is to be kept
  many      the member has more posts than that; nothing was changed
  ok        number of the event
]]
-- all_posts returns the member's posts.
local function all_posts()
  local ids, all = {}, {}
  for i, entry in ipairs(redis.call('ZRANGEBYLEX', index, '[m:' .. uid .. ':', '(m:' .. uid .. ';')) do
    ids[i] = string.match(entry, '^.*:(.*)$')
  end
  for i, line in ipairs(multi_get(posts, ids)) do all[i] = parse_post(ids[i], line) end
  return all
end

local answer = begin()
if answer then return answer end
local erase = ARGV[rest + 1] == '1'
local m = member()
if not m or (m.state ~= 'active' and not erase) then return lines('absent') end
if erase and number_of_posts() > tonumber(ARGV[rest + 2]) then return lines('many') end
append(event)
local r = record()
if m.state == 'active' then depart(m, r) end
if erase then
  for kind, sums in pairs({c = scores(r.checks), s = scores(r.stamps)}) do
    for period, sum in pairs(sums) do add(totals, kind .. '.' .. period, -sum) end
  end
  local stamps = {}
  for i, line in ipairs(r.stamps) do stamps[i] = stamp_entry(r.sections[i], parse_stamp(line)) end
  in_batches('ZREM', index, stamps)
  for _, p in ipairs(all_posts()) do delete_post(m, p) end
  forget_member()
end
return done('ok', seq)
