--#include member record
-- Undoing the operation by which a member arrived also undoes the membership, unless
-- the member has done something else since. If that something is then removed, the
-- record no longer shows it. So whoever removes it marks the arrival as final: it can
-- no longer be undone.

-- has_operation reports whether the record has anything of an operation: a check, or a
-- part of a post.
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

-- finalize_arrival marks the last arrival before event number at as final, if nothing
-- is left of that event's operation. An arrival by that very event stays as it is.
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
