-- Reverses a whole operation: the checks it made, what it shared, and the
-- enrolment that came with it. What is left is as if it had never been. ARGV: the
-- operation, '1' for all that it shared, else the one post, and the items that it
-- may have ticked off, each with its section or ''.
local of, all, id = unpack(ARGV, rest + 1, rest + 3)
rest = rest + 3
local m = member()
if not m then return lines('gone') end
local checks = {}
for i = rest + 1, #ARGV, 2 do
  local check = redis.call('HGET', user, field('c', ARGV[i]))
  if check and string.match(check, '^%d+ %d+ %d+ (%S+)') == of then checks[#checks + 1] = {ARGV[i], ARGV[i + 1]} end
end
local mine = {}
local function consider(p)
  if not p or p.uid ~= uid then return end
  local kept = {}
  for _, part in ipairs(p.parts) do
    if part.op ~= of then kept[#kept + 1] = part end
  end
  if #kept < #p.parts then mine[#mine + 1] = {post = p, kept = kept} end
end
if all == '1' then
  for _, p in pairs(record().posts) do consider(p) end
elseif id ~= '' then
  consider(post(id))
end
if #checks == 0 and #mine == 0 then return lines('gone') end

append()
local title = mine[1] and mine[1].post.title or ''
for _, check in ipairs(checks) do uncheck(m, check[1], check[2]) end
for _, one in ipairs(mine) do
  one.post.parts = one.kept
  if #one.kept > 0 then
    settle(one.post, m.state == 'active' and not m.hidden)
  else
    unshare(m, one.post)
  end
end
withdraw(m, of)
return done('ok', #checks, #mine, redis.call('HGET', user, group .. '.n') or 0, m.name, title)
