-- Shares a post, on an item or on none. Sharing enrols like a check does.
local item = ARGV[rest + 1]
rest = rest + 1
local l = link(item)
local p = taken(l)
if p then return lines('taken', p.id, sharer(p)) end
local m, arrived, renamed = arrive()
local outcome, id = share(m, l, false)
if outcome ~= 'same' or arrived or renamed then append() end
local check = item ~= '' and redis.call('HGET', user, field('c', item))
return done(outcome, id, arrived and 1 or 0, check and 1 or 0, redis.call('HGET', posts, id))
