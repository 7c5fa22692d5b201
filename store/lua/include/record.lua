--#include operation
local CHECK, BEGUN, STAMP = string.byte('cbs', 1, 3)

-- record reads the member's record in the group: the items that are done and the lines of
-- their checks, the sections that are begun, the sections with a stamp and the stamps'
-- lines. It commits first, so that it reads delayed changes, too. A record can have
-- thousands of lines, so they are parsed by whoever needs them.
local function record()
  commit()
  local r = {items = {}, checks = {}, begun = {}, sections = {}, stamps = {}}
  local flat, prefix = redis.call('HGETALL', user), group .. '.'
  local size, n = #prefix, 0
  for i = 1, #flat, 2 do
    local name = flat[i]
    local kind = string.sub(name, 1, size) == prefix and string.byte(name, size + 1)
    if kind == CHECK then
      n = n + 1
      r.items[n], r.checks[n] = string.sub(name, size + 3), flat[i + 1]
    elseif kind == BEGUN then
      r.begun[#r.begun + 1] = string.sub(name, size + 3)
    elseif kind == STAMP then
      r.sections[#r.sections + 1], r.stamps[#r.stamps + 1] = string.sub(name, size + 3), flat[i + 1]
    end
  end
  return r
end
