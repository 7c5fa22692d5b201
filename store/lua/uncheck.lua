-- Takes a check back; the posts on the item stay.
local item, section = unpack(ARGV, rest + 1, rest + 2)
local m = member()
local known = redis.call('HGET', user, field('c', item))
if not m or not known then return lines('undone') end
append()
uncheck(m, item, section)
local score, place = standing()
return done('ok', known, redis.call('HGET', user, group .. '.n') or 0, m.hidden and 1 or 0, score, place)
