-- What every change of a group begins with. The order of KEYS and ARGV is
-- that of Store.change in change.go. A reply is one string of lines, the
-- first of them a status; it is kept under the operation's id, so that a
-- change which is sent twice happens once and answers the same.
local guild, ops, queue, user, events, counters, items, roster, begun, posts, index, urls, digests = unpack(KEYS, 1, 13)
local version, expect, op, now, group, uid, name = unpack(ARGV, 1, 7)
local periods = {unpack(ARGV, 8, 14)} -- the live periods: four weeks, two months, all
local boards = {}                     -- 'c.w20261123' -> key of that board
for k, kind in ipairs({'c', 'p', 's'}) do
  for p, period in ipairs(periods) do
    boards[kind .. '.' .. period] = KEYS[13 + (k - 1) * #periods + p]
  end
end
local event = ARGV[15]
local rest = 15 -- a change's own arguments follow
local seq = tonumber(redis.call('HGET', counters, 'seq') or '0') + 1 -- of the event, if there will be one
local DAY = 24 * 60 * 60 * 1000

local function lines(...) return table.concat({...}, '\n') end
local function field(kind, id) return group .. '.' .. kind .. '.' .. id end

-- done keeps the result under the operation's id for a day and returns it.
local function done(...)
  local result = lines(...)
  redis.call('HSET', ops, op, result)
  redis.call('RPUSH', queue, now .. ' ' .. op)
  for _ = 1, 2 do
    local at, old = string.match(redis.call('LINDEX', queue, 0), '^(%d+) (.*)$')
    if tonumber(at) > tonumber(now) - DAY then break end
    redis.call('LPOP', queue)
    redis.call('HDEL', ops, old)
  end
  return result
end

-- append adds the event to the group's stream under its number in the
-- group's sequence.
local function append()
  redis.call('HSET', counters, 'seq', seq)
  redis.call('XADD', events, seq .. '-0', 'e', event)
end

-- count adds to a number in a hash and drops the field when it comes to 0, so
-- that what was taken back leaves no trace.
local function count(key, f, by)
  local n = redis.call('HINCRBY', key, f, by)
  if n == 0 then redis.call('HDEL', key, f) end
  return n
end

-- A member's line in the roster: state, hidden, joined, arrivals, name. The
-- arrivals are the operations with which the member came, and came back, each
-- behind the number of its event; '-' for one that cannot be undone any more.
local function member()
  local line = redis.call('HGET', roster, uid)
  if not line then return nil end
  local state, hidden, joined, came, called = string.match(line, '^(%a+)\t(%d)\t(%d+)\t([^\t]*)\t(.*)$')
  local arrivals = {}
  for at, by in string.gmatch(came, '(%d+):(%S+)') do arrivals[#arrivals + 1] = {seq = tonumber(at), op = by} end
  return {state = state, hidden = hidden == '1', joined = joined, arrivals = arrivals, name = called}
end

local function enlist(m)
  local came = {}
  for i, a in ipairs(m.arrivals) do came[i] = a.seq .. ':' .. a.op end
  redis.call('HSET', roster, uid, table.concat({m.state, m.hidden and '1' or '0', m.joined, table.concat(came, ' '), m.name}, '\t'))
end

-- tabs splits a line.
local function tabs(line)
  local fields = {}
  for one in string.gmatch(line .. '\t', '([^\t]*)\t') do fields[#fields + 1] = one end
  return fields
end

-- groups keeps the list of the user's groups in the guild, by which a command
-- finds the group it means.
local function groups(add)
  local list = {}
  for id in string.gmatch(redis.call('HGET', user, 'groups') or '', '%S+') do
    if id ~= group then list[#list + 1] = id end
  end
  if add then list[#list + 1] = group end
  table.sort(list)
  if #list == 0 then
    redis.call('HDEL', user, 'groups')
  else
    redis.call('HSET', user, 'groups', table.concat(list, ' '))
  end
end

-- tally adds to the group's totals and, for a member who is to be seen, to
-- the boards of the live periods.
local function tally(kind, week, month, by, seen)
  for _, period in ipairs({'w' .. week, 'm' .. month, 'all'}) do
    local at = kind .. '.' .. period
    count(counters, at, by)
    local board = boards[at]
    if board and seen then
      if tonumber(redis.call('ZINCRBY', board, by, uid)) <= 0 then redis.call('ZREM', board, uid) end
    end
  end
end

-- A post's line: user, at, week, month, URL, what the URL is known under,
-- title, items, the title that the URL has; and then for each operation that
-- shared it seven fields: operation, the number of its event, at, week, month,
-- items and the title given.
local PART = {'op', 'seq', 'at', 'week', 'month', 'items', 'title'}

local function post(id)
  local line = redis.call('HGET', posts, id)
  if not line then return nil end
  local f = tabs(line)
  local p = {id = id, uid = f[1], at = f[2], week = f[3], month = f[4], url = f[5], hash = f[6], title = f[7], items = f[8],
    own = f[9], parts = {}}
  for i = 10, #f, #PART do
    local part = {}
    for k, name in ipairs(PART) do part[name] = f[i + k - 1] end
    part.seq = tonumber(part.seq)
    p.parts[#p.parts + 1] = part
  end
  p.order = p.parts[1].seq
  return p
end

local function keep(p)
  local f = {p.uid, p.at, p.week, p.month, p.url, p.hash, p.title, p.items, p.own}
  for _, part in ipairs(p.parts) do
    for _, name in ipairs(PART) do f[#f + 1] = part[name] end
  end
  redis.call('HSET', posts, p.id, table.concat(f, '\t'))
end

-- has tells whether an item is in a list.
local function has(list, item) return (' ' .. list .. ' '):find(' ' .. item .. ' ', 1, true) ~= nil end

-- joined returns a list with the items of another that it does not have.
local function joined(list, more)
  for item in string.gmatch(more, '%S+') do
    if not has(list, item) then list = list == '' and item or list .. ' ' .. item end
  end
  return list
end

-- record reads all that the group holds of the member.
local function record()
  local r = {checks = {}, stamps = {}, begun = {}, posts = {}}
  local flat = redis.call('HGETALL', user)
  for i = 1, #flat, 2 do
    local kind, id = string.match(flat[i], '^' .. group .. '%.([cbs])%.(.+)$')
    if kind == 'b' then
      r.begun[id] = flat[i + 1]
    elseif kind then
      local at, week, month, by, from = string.match(flat[i + 1], '^(%d+) (%d+) (%d+) ?(%S*) ?(%d*)')
      r[kind == 'c' and 'checks' or 'stamps'][id] = {at = at, week = week, month = month, op = by, seq = tonumber(from)}
    end
  end
  for _, entry in ipairs(redis.call('ZRANGEBYLEX', index, '[m:' .. uid .. ':', '(m:' .. uid .. ';')) do
    local p = post(string.match(entry, '([^:]+)$'))
    r.posts[p.id] = p
  end
  return r
end

-- left tells whether anything of the member's operation is left: a check, or a
-- post that remembers it.
local function left(of)
  local r = record()
  for _, check in pairs(r.checks) do
    if check.op == of then return true end
  end
  for _, p in pairs(r.posts) do
    for _, part in ipairs(p.parts) do
      if part.op == of then return true end
    end
  end
  return false
end

-- place puts the member on the live boards with what the record holds.
local function place(r)
  for kind, of in pairs({c = r.checks, p = r.posts, s = r.stamps}) do
    local sums = {}
    for _, one in pairs(of) do
      for _, period in ipairs({'w' .. one.week, 'm' .. one.month, 'all'}) do
        sums[period] = (sums[period] or 0) + 1
      end
    end
    for period, sum in pairs(sums) do
      local board = boards[kind .. '.' .. period]
      if board then redis.call('ZADD', board, sum, uid) end
    end
  end
end

-- displace takes the member off the live boards.
local function displace()
  for _, board in pairs(boards) do redis.call('ZREM', board, uid) end
end

-- arrive makes the user an active member: a new one, or one who left and kept
-- the record, which then stands again where it stood. It returns the member,
-- whether this is so, and whether the member has another name now.
local function arrive()
  local m = member()
  if m and m.state == 'active' then
    local renamed = name ~= '' and m.name ~= name
    if renamed then
      m.name = name
      enlist(m)
    end
    return m, false, renamed
  end
  if m then
    local r = record()
    for item in pairs(r.checks) do redis.call('HINCRBY', items, item, 1) end
    for section in pairs(r.begun) do redis.call('ZADD', begun, 0, section .. ':' .. uid) end
    if not m.hidden then place(r) end
    m.state, m.name = 'active', name
  else
    m = {state = 'active', hidden = false, joined = now, arrivals = {}, name = name}
  end
  m.arrivals[#m.arrivals + 1] = {seq = seq, op = op}
  enlist(m)
  groups(true)
  redis.call('HINCRBY', counters, 'active', 1)
  return m, true, false
end

-- depart makes an active member one who left; the record stays.
local function depart(m, r)
  for item in pairs(r.checks) do count(items, item, -1) end
  for section in pairs(r.begun) do redis.call('ZREM', begun, section .. ':' .. uid) end
  displace()
  count(counters, 'active', -1)
  groups(false)
  m.state = 'left'
  enlist(m)
end

-- A stamp stands in the member's record and, for the digest, in the index by
-- its week.
local function stampEntry(section, s) return 's:' .. s.week .. ':' .. s.at .. ':' .. section .. ':' .. uid end

-- settle_in makes the arrival final behind which the event of the number stands,
-- if it is not the arrival itself.
local function settle_in(m, from)
  for i = #m.arrivals, 1, -1 do
    local a = m.arrivals[i]
    if a.seq <= from then
      if a.seq < from and a.op ~= '-' then
        a.op = '-'
        enlist(m)
      end
      return
    end
  end
end

-- earned_with returns the sections whose stamps were earned with the item: the one
-- that it stands in, '' for none, or those whose stamps remember it from an earlier
-- version of the roadmap.
local remembered -- by section, once it is asked for: the items of such a stamp
local function earned_with(item, section)
  if not remembered then
    remembered = {}
    local flat = redis.call('HGETALL', user)
    for i = 1, #flat, 2 do
      local id = string.match(flat[i], '^' .. group .. '%.s%.(.+)$')
      local list = id and string.match(flat[i + 1], '^%d+ %d+ %d+ (%S+)$')
      if list then remembered[id] = string.gsub(list, ',', ' ') end
    end
  end
  local list = {}
  if section ~= '' and not remembered[section] then list[1] = section end
  for id, its in pairs(remembered) do
    if has(its, item) then list[#list + 1] = id end
  end
  return list
end

-- uncheck takes a check back, and with it the stamps that were earned with it. The
-- section is '' for an item that the roadmap no longer has.
local function uncheck(m, item, section)
  local at, week, month = string.match(redis.call('HGET', user, field('c', item)), '^(%d+) (%d+) (%d+)')
  local seen = m.state == 'active' and not m.hidden
  redis.call('HDEL', user, field('c', item))
  if section ~= '' then
    count(user, group .. '.n', -1)
    if count(user, field('b', section), -1) == 0 then redis.call('ZREM', begun, section .. ':' .. uid) end
  end
  if m.state == 'active' then count(items, item, -1) end
  tally('c', week, month, -1, seen)
  for _, of in ipairs(earned_with(item, section)) do
    local stamp = redis.call('HGET', user, field('s', of))
    if stamp then
      local s = {}
      s.at, s.week, s.month = string.match(stamp, '^(%d+) (%d+) (%d+)')
      redis.call('HDEL', user, field('s', of))
      redis.call('ZREM', index, stampEntry(of, s))
      tally('s', s.week, s.month, -1, seen)
      remembered[of] = nil
    end
  end
end

-- entries are what the index has of a post: by time and, of the same time, in
-- the order of the events.
local function entries(p)
  local own = string.format('%s:%012.0f:%s', p.at, p.order, p.id)
  local list = {'t:' .. own, 'm:' .. p.uid .. ':' .. own}
  for item in string.gmatch(p.items, '%S+') do list[#list + 1] = 'i:' .. item .. ':' .. own end
  return list
end

-- settle gives the post what its parts come to: the time of the first, the
-- last title given, all items.
local function settle(p, seen)
  for _, entry in ipairs(p.at and entries(p) or {}) do redis.call('ZREM', index, entry) end
  if p.at then tally('p', p.week, p.month, -1, seen) end
  local first = p.parts[1]
  p.at, p.week, p.month, p.order, p.title, p.items = first.at, first.week, first.month, first.seq, p.own, ''
  for _, part in ipairs(p.parts) do
    if part.title ~= '' then p.title = part.title end
    p.items = joined(p.items, part.items)
  end
  for _, entry in ipairs(entries(p)) do redis.call('ZADD', index, 0, entry) end
  tally('p', p.week, p.month, 1, seen)
  keep(p)
end

-- PARTS is how many operations a post remembers; the oldest are then one.
local PARTS = 32

-- share shares a link that nobody else has shared: a new post, or more of the
-- member's own. It returns 'new', 'updated' or 'same', the post's id and title.
-- Of what is the same already it remembers the operation if it is told to.
local function share(m, l, remember)
  local seen = not m.hidden
  local part = {op = op, seq = seq, at = l.at, week = l.week, month = l.month, items = l.items, title = l.title}
  local known = redis.call('HGET', urls, l.hash)
  if not known then
    redis.call('HSET', urls, l.hash, l.id)
    settle({id = l.id, uid = uid, url = l.url, hash = l.hash, own = l.own, parts = {part}}, seen)
    return 'new', l.id, part.title == '' and l.own or part.title
  end
  local p = post(known)
  local same = (part.title == '' or part.title == p.title) and joined(p.items, l.items) == p.items
  if same and not remember then return 'same', known, p.title end
  p.parts[#p.parts + 1] = part
  if #p.parts > PARTS then
    local first, second = p.parts[1], table.remove(p.parts, 2)
    first.items = joined(first.items, second.items)
    if second.title ~= '' then first.title = second.title end
  end
  settle(p, seen)
  return same and 'same' or 'updated', known, p.title
end

-- link reads a link on these items from the arguments that follow.
local function link(on)
  local l = {items = on}
  l.id, l.hash, l.url, l.own, l.title, l.at, l.week, l.month = unpack(ARGV, rest + 1, rest + 8)
  rest = rest + 8
  return l
end

-- taken returns the post under which another member has shared the link.
local function taken(l)
  local known = redis.call('HGET', urls, l.hash)
  local p = known and post(known)
  if p and p.uid ~= uid then return p end
end

-- sharer returns who has shared the post, and when.
local function sharer(p)
  return string.match(redis.call('HGET', roster, p.uid) or '', '([^\t]*)$'), p.at
end

-- unshare removes the member's post.
local function unshare(m, p)
  for _, entry in ipairs(entries(p)) do redis.call('ZREM', index, entry) end
  redis.call('HDEL', posts, p.id)
  redis.call('HDEL', urls, p.hash)
  tally('p', p.week, p.month, -1, m.state == 'active' and not m.hidden)
end

-- withdraw takes back what the operation did to the membership, once what it
-- did to the record is undone: the member came with the next operation then, or
-- did not come.
local function withdraw(m, of)
  local i
  for k, a in ipairs(m.arrivals) do
    if a.op == of then i = k end
  end
  if not i then return end
  local r, low, high = record(), m.arrivals[i].seq, m.arrivals[i + 1] and m.arrivals[i + 1].seq
  local next
  local function consider(one)
    if one.seq > low and not (high and one.seq >= high) and not (next and next.seq <= one.seq) then next = one end
  end
  for _, check in pairs(r.checks) do consider(check) end
  for _, p in pairs(r.posts) do
    for _, part in ipairs(p.parts) do consider(part) end
  end
  if next then
    m.arrivals[i] = {seq = next.seq, op = next.op}
    enlist(m)
    return
  end
  table.remove(m.arrivals, i)
  if #m.arrivals > 0 then
    if i > #m.arrivals and m.state == 'active' then depart(m, r) else enlist(m) end
    return
  end
  if m.state == 'active' then
    count(counters, 'active', -1)
    groups(false)
  end
  redis.call('HDEL', roster, uid)
end

-- standing returns the member's score and place this week, 0 where there is
-- none.
local function standing()
  local board = boards['c.' .. periods[1]]
  local score = redis.call('ZSCORE', board, uid)
  if not score then return 0, 0 end
  return score, 1 + redis.call('ZCOUNT', board, '(' .. score, '+inf')
end

do
  local before = redis.call('HGET', ops, op)
  if before then return before end
  local mine = redis.call('HGET', user, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expect ~= '-' and mine ~= expect) then
    return lines('stale', mine, unpack(redis.call('HGETALL', guild)))
  end
end
