-- Reverses a whole operation: the check it made, what it shared, and the
-- enrolment that came with it. What is left is as if it had never been.
local of, item, section, id = unpack(ARGV, rest + 1, rest + 4)
local m = member()
if not m then return lines('gone') end
local check = item ~= '' and redis.call('HGET', user, field('c', item))
check = check and string.match(check, '^%d+ %d+ %d+ (%S+)') == of
local p, mine = id ~= '' and post(id), nil
if p and p.uid == uid then
  for i, part in ipairs(p.parts) do
    if part.op == of then mine = i end
  end
end
if not check and not mine then return lines('gone') end

append()
local title = mine and p.title or ''
if check then uncheck(m, item, section) end
if mine then
  table.remove(p.parts, mine)
  if #p.parts > 0 then
    settle(p, m.state == 'active' and not m.hidden)
  else
    unshare(m, p)
  end
end
withdraw(m, of)
return done('ok', check and 1 or 0, mine and 1 or 0, redis.call('HGET', user, group .. '.n') or 0, m.name, title)
