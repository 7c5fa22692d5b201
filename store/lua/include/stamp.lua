--#include operation
-- A check is stored as 'at week month operation event'. A stamp is stored as 'at week
-- month' and, once its section has other items, those it was earned with, separated by
-- commas.

local function parse_check(line)
  local at, week, month, of, from = string.match(line, '^(%d+) (%d+) (%d+) (%S+) (%d+)')
  return {line = line, at = at, week = week, month = month, op = of, seq = tonumber(from)}
end

local function parse_stamp(line)
  local at, week, month, earned_with = string.match(line, '^(%d+) (%d+) (%d+) ?(%S*)')
  return {at = at, week = week, month = month, items = earned_with ~= '' and string.gsub(earned_with, ',', ' ') or nil}
end

-- stamp_entry returns a stamp's entry in the index, by which the digest finds the stamps
-- of a week.
local function stamp_entry(section, s) return 's:' .. s.week .. ':' .. s.at .. ':' .. section .. ':' .. uid end
