-- Shares a post, on any number of items. Sharing enrols like a check does. It
-- tells which of the items are not done.
local on = ARGV[rest + 1]
rest = rest + 1
local l = link(on)
local p = taken(l)
if p then return lines('taken', p.id, sharer(p)) end
local m, arrived, renamed = arrive()
local outcome, id = share(m, l, false)
if outcome ~= 'same' or arrived or renamed then append() end
local open = {}
for item in string.gmatch(on, '%S+') do
  if not redis.call('HGET', user, field('c', item)) then open[#open + 1] = item end
end
return done(outcome, id, arrived and 1 or 0, table.concat(open, ' '), redis.call('HGET', posts, id))
