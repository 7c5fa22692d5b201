-- Takes a post away; the checks that came with it stay. As with a check that is
-- taken back, an arrival that an operation of the post's stands behind can no
-- longer be undone, unless a check remembers the operation.
local id = ARGV[rest + 1]
local m = member()
local p = post(id)
if not m or not p or p.uid ~= uid then return lines('gone') end
append()
unshare(m, p)
local ticked = {}
for _, check in pairs(record().checks) do ticked[check.op] = true end
for _, part in ipairs(p.parts) do
  if not ticked[part.op] then settle_in(m, part.seq) end
end
return done('ok', p.title, p.url)
