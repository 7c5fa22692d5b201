--#include operation
-- A check is stored as 'at week month operation event', a stamp as 'at week
-- month' and, once the roadmap has changed its section, the items it was earned
-- with, joined by commas.

-- stamp_entry is what the index has of a stamp, by its week, for the digest.
local function stamp_entry(section, s) return 's:' .. s.week .. ':' .. s.at .. ':' .. section .. ':' .. uid end
