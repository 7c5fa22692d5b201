--#include member record
-- Undoing the operation with which a member came undoes the membership as well,
-- unless the member has done something else since. When the last trace of that
-- something is taken back by itself, the record no longer tells of it: the
-- arrival is then marked as one that cannot be undone.

-- remains tells whether the record has anything of an operation: a check, or a
-- post that remembers it.
local function has_operation(r, of)
  for _, check in pairs(r.checks) do
    if check.op == of then return true end
  end
  for _, p in pairs(r.posts) do
    for _, part in ipairs(p.parts) do
      if part.op == of then return true end
    end
  end
  return false
end

-- finalize_arrival marks the last arrival before an event of an operation of which
-- nothing remains. An arrival by that very event stays as it is.
local function finalize_arrival(m, r, of, at)
  if has_operation(r, of) then return end
  for i = #m.arrivals, 1, -1 do
    local a = m.arrivals[i]
    if a.seq <= at then
      if a.seq < at and a.op ~= '-' then
        a.op = '-'
        save_member(m)
      end
      return
    end
  end
end
