-- Takes a post away; the checks that came with it stay. As with a check that is
-- taken back, an arrival that an operation of the post's stands behind can no
-- longer be undone, unless something else of the operation is left.
local id = ARGV[rest + 1]
local m = member()
local p = post(id)
if not m or not p or p.uid ~= uid then return lines('gone') end
append()
unshare(m, p)
for _, part in ipairs(p.parts) do
  if not left(part.op) then settle_in(m, part.seq) end
end
return done('ok', p.title, p.url)
