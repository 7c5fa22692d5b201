--#include operation
-- A check is stored as 'at week month operation event'. A stamp is stored as 'at week
-- month' and, once its section has other items, those it was earned with, separated by
-- commas.

-- stamp_entry returns a stamp's entry in the index, by which the digest finds the stamps
-- of a week.
local function stamp_entry(section, s) return 's:' .. s.week .. ':' .. s.at .. ':' .. section .. ':' .. uid end
