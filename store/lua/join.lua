-- Makes the user a member, or one who left a member again.
local m, arrived = arrive()
if not arrived then return lines('already') end
append()
return done('ok', redis.call('HGET', user, group .. '.n') or 0)
