--#include operation
--[[
  Store.Replace: replaces the group's roadmap by a new version. It updates each member's
  numbers of checks for items that were moved, removed or brought back. Stamps stay. A
  stamp whose section has other items now keeps the items that it was earned with.

  KEYS 1 to 34 and ARGV 1 to 19: see include/operation.lua
  KEYS[35]  versions of the roadmap
  KEYS[36]  and the following ones: records of the members
  ARGV[20]  the group's settings
  ARGV[21]  number of the version
  ARGV[22]  the version
  ARGV[23]  number of items whose section changes
  ARGV[n]   for each of them: id, section before, section after, '' for none
  ARGV[n]   number of sections that have other items now
  ARGV[n]   for each of them: id, the items that it had, separated by commas
  ARGV[n]   the members, in the order of their records

  Reply:
  members   someone became a member in the meantime, whose record is not among KEYS
  ok        the guild's version
]]
local answer = begin(tonumber(ARGV[rest + 4]))
if answer then return answer end
local settings, number, body, moves = unpack(ARGV, rest + 1, rest + 4)
rest = rest + 4
local moved, before, after = {}, {}, {}
for i = 1, tonumber(moves) do
  moved[i], before[i], after[i] = field('c', ARGV[rest + 1]), ARGV[rest + 2], ARGV[rest + 3]
  rest = rest + 3
end
local altered, had = {}, {}
for i = 1, tonumber(ARGV[rest + 1]) do
  altered[i], had[i] = field('s', ARGV[rest + 2 * i]), ARGV[rest + 2 * i + 1]
end
rest = rest + 1 + 2 * #altered
local VERSIONS = 35
local records = {}
for i = rest + 1, #ARGV do records[ARGV[i]] = KEYS[VERSIONS + i - rest] end
local everyone = redis.call('HGETALL', roster)
for i = 1, #everyone, 2 do
  if not records[everyone[i]] then return lines('members') end
end

append(event)
redis.call('HSET', KEYS[VERSIONS], number, body)
redis.call('HSET', guild, 'g.' .. group, settings)
redis.call('HINCRBY', guild, 'v', 1)

local wanted, sections = {group .. '.n'}, {} -- fields of a record that may change
for i, check in ipairs(moved) do
  wanted[#wanted + 1] = check
  sections[before[i]], sections[after[i]] = true, true
end
for _, stamp in ipairs(altered) do wanted[#wanted + 1] = stamp end
for section in pairs(sections) do
  if section ~= '' then wanted[#wanted + 1] = field('b', section) end
end

-- begin_section adds to a member's number of checks in a section.
local function begin_section(theirs, id, section, by, active)
  if by == 0 then return end
  local total = add(theirs, field('b', section), by)
  if not active then return end
  if total == 0 then
    redis.call('ZREM', begun, section .. ':' .. id)
  elseif total == by then
    redis.call('ZADD', begun, 0, section .. ':' .. id)
  end
end

for k = 1, #everyone, 2 do
  local id, theirs = everyone[k], view(records[everyone[k]])
  fetch(theirs, wanted)
  local more = {} -- change in the number of checks, by section; '' is no section
  for i, check in ipairs(moved) do
    if get(theirs, check) then
      more[before[i]] = (more[before[i]] or 0) - 1
      more[after[i]] = (more[after[i]] or 0) + 1
    end
  end
  if (more[''] or 0) ~= 0 then add(theirs, group .. '.n', -more['']) end
  more[''] = nil
  local active = string.match(everyone[k + 1], '^active') ~= nil
  for section, by in pairs(more) do begin_section(theirs, id, section, by, active) end
  for i, stamp in ipairs(altered) do
    local line = get(theirs, stamp)
    if line and string.match(line, '^%d+ %d+ %d+$') then set(theirs, stamp, line .. ' ' .. had[i]) end
  end
  flush(theirs)
end
return done('ok', redis.call('HGET', guild, 'v'))
