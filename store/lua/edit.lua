-- Gives a post another title and other items. From then on it belongs to no
-- operation that shared it: undoing one leaves it. As with a post that is taken
-- away, an arrival that such an operation stands behind can no longer be undone,
-- unless something else of the operation is left. ARGV: the post, the title, the
-- items, and those of them that the roadmap does not have: the post has to be on
-- these already.
local id, title, on, gone = unpack(ARGV, rest + 1, rest + 4)
local m, p = member(), post(id)
if not m or not p or p.uid ~= uid then return lines('gone') end
for item in string.gmatch(gone, '%S+') do
  if not has(p.items, item) then return lines('unknown', item) end
end
append()
local before = p.parts
local first = before[1]
p.parts = {{op = op, seq = first.seq, at = first.at, week = first.week, month = first.month, items = on, title = title}}
settle(p, m.state == 'active' and not m.hidden)
for _, part in ipairs(before) do
  if not left(part.op) then settle_in(m, part.seq) end
end
return done('ok', redis.call('HGET', posts, id), m.name)
