-- Creates a group or changes its settings. The version, by which every other
-- script knows that the settings which a reply was made from still hold, goes
-- up with it. A guild's first is the time, so that none comes again of one that
-- was deleted. It returns the version and the week of the last digest. With '1'
-- behind the settings it does so only while nothing has been recorded of
-- members or digests.
if ARGV[rest + 2] == '1' and redis.call('EXISTS', roster, digests) > 0 then return lines('touched') end
append()
redis.call('HSET', guild, 'g.' .. group, ARGV[rest + 1])
if redis.call('HSETNX', guild, 'v', now) == 0 then redis.call('HINCRBY', guild, 'v', 1) end
return done('ok', redis.call('HGET', guild, 'v'), redis.call('HGET', digests, 'last') or '')
