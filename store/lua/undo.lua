-- Reverses a whole operation: the check it made, the post it shared or
-- changed, and the enrolment that came with it.
local of, item, section, id = unpack(ARGV, rest + 1, rest + 4)
local m = member()
if not m then return lines('gone') end
local check = item ~= '' and redis.call('HGET', user, field('c', item))
check = check and string.match(check, '(%S+)$') == of
local p = id ~= '' and post(id)
if p and (p.uid ~= uid or not (p.changed == of or (p.made == of and item ~= ''))) then p = nil end
if not check and not p then return lines('gone') end

append()
local title = p and p.title or ''
if check then uncheck(m, item, section) end
if p and p.made == of and p.changed == of then
  unshare(m, p)
elseif p and p.changed == of then
  p.changed = p.made
  settle(p, p.oldtitle, p.olditems)
elseif p then -- made by this operation and changed by a later one, which stays
  local list = {}
  for other in string.gmatch(p.items, '%S+') do
    if other ~= item then list[#list + 1] = other end
  end
  settle(p, p.title, table.concat(list, ' '))
end
local total = redis.call('HGET', user, group .. '.n') or 0
if m.by == of and total == 0 and redis.call('ZLEXCOUNT', index, '[m:' .. uid .. ':', '(m:' .. uid .. ';') == 0 then
  if m.state == 'active' then
    count(counters, 'active', -1)
    groups(false)
  end
  redis.call('HDEL', roster, uid)
end
return done('ok', check and 1 or 0, p and 1 or 0, total, m.name, title)
