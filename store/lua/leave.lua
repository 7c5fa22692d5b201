-- Makes a member one who left. Kept, the record waits for the return; erased,
-- nothing of it remains, and the totals are those of the others.
local erase = ARGV[rest + 1] == '1'
local m = member()
if not m or (m.state ~= 'active' and not erase) then return lines('absent') end
append()
local r = record()
if m.state == 'active' then depart(m, r) end
if erase then
  for item, c in pairs(r.checks) do
    tally('c', c.week, c.month, -1, false)
    redis.call('HDEL', user, field('c', item))
  end
  for section, s in pairs(r.stamps) do
    tally('s', s.week, s.month, -1, false)
    redis.call('ZREM', index, stampEntry(section, s))
    redis.call('HDEL', user, field('s', section))
  end
  for section in pairs(r.begun) do redis.call('HDEL', user, field('b', section)) end
  for _, p in pairs(r.posts) do unshare(m, p) end
  redis.call('HDEL', user, group .. '.n')
  redis.call('HDEL', roster, uid)
end
return done('ok', seq)
