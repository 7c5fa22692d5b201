-- Removes a post.
local p = post(ARGV[rest + 1])
local m = member()
if not p or not m or p.uid ~= uid then return lines('gone') end
append()
unshare(m, p)
return done('ok', p.url, p.title)
