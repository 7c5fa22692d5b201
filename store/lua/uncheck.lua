-- Takes a check back; the posts on the item stay. An arrival that the check
-- stands behind can no longer be undone: the member did more than what is
-- left. While anything else of its operation is left, that can be undone.
local item, section = unpack(ARGV, rest + 1, rest + 2)
local m = member()
local known = redis.call('HGET', user, field('c', item))
if not m or not known then return lines('undone') end
append()
uncheck(m, item, section)
local of, from = string.match(known, '(%S+) (%d+)$')
if not left(of) then settle_in(m, tonumber(from)) end
local score, place = standing()
local written = 0 -- the member's posts on the item
for _, p in pairs(record().posts) do
  if has(p.items, item) then written = written + 1 end
end
return done('ok', known, redis.call('HGET', user, group .. '.n') or 0, m.hidden and 1 or 0, score, place, written)
