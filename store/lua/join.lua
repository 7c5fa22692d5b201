-- Makes the user a member, or one who left a member again.
local _, arrived, renamed = arrive()
if arrived or renamed then append() end
if not arrived then return lines('already') end
return done('ok', redis.call('HGET', user, group .. '.n') or 0)
