-- Takes a member off the boards, or puts the member back.
local hidden = ARGV[rest + 1] == '1'
local m = member()
if not m then return lines('absent') end
if m.hidden == hidden then return lines('already') end
append()
m.hidden = hidden
enlist(m)
if m.state == 'active' then
  if hidden then displace() else place(record()) end
end
return done('ok')
