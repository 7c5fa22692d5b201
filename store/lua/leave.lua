--#include departure post_write record stamp
--[[
  Store.Leave: marks a member as left. The record is kept in case the member comes back,
  or erased together with its part of the totals.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  '1' to erase the record

  Reply:
  absent    the user is not a member, or has already left and the record is to be kept
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
append(event)
local r = record()
if m.state == 'active' then depart(m, r) end
if erase then
  for _, line in ipairs(r.checks) do
    local check = parse_check(line)
    add_score('c', check.week, check.month, -1, false)
  end
  for i, line in ipairs(r.stamps) do
    local s = parse_stamp(line)
    add_score('s', s.week, s.month, -1, false)
    redis.call('ZREM', index, stamp_entry(r.sections[i], s))
  end
  for _, p in pairs(all_posts()) do delete_post(m, p) end
  forget_member()
end
return done('ok', seq)
