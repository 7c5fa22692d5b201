-- What every change of a group begins with. The order of KEYS and ARGV is
-- that of Store.change in change.go. A reply is one string of lines, the
-- first of them a status; it is kept under the operation's id, so that a
-- change which is sent twice happens once and answers the same.
local guild, ops, queue, user, events, counters, items, roster, begun, posts, index, urls = unpack(KEYS, 1, 12)
local version, expect, op, now, group, uid, name = unpack(ARGV, 1, 7)
local periods = {unpack(ARGV, 8, 14)} -- the live periods: four weeks, two months, all
local boards = {}                     -- 'c.w20261123' -> key of that board
for k, kind in ipairs({'c', 'p', 's'}) do
  for p, period in ipairs(periods) do
    boards[kind .. '.' .. period] = KEYS[12 + (k - 1) * #periods + p]
  end
end
local event = ARGV[15]
local rest = 15 -- a change's own arguments follow
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
-- group's sequence, which it returns.
local function append()
  local seq = redis.call('HINCRBY', counters, 'seq', 1)
  redis.call('XADD', events, seq .. '-0', 'e', event)
  return seq
end

-- count adds to a number in a hash and drops the field when it comes to 0, so
-- that what was taken back leaves no trace.
local function count(key, f, by)
  local n = redis.call('HINCRBY', key, f, by)
  if n == 0 then redis.call('HDEL', key, f) end
  return n
end

-- A member's line in the roster: state, hidden, joined, the operation that
-- enrolled, name.
local function member()
  local line = redis.call('HGET', roster, uid)
  if not line then return nil end
  local state, hidden, joined, by, called = string.match(line, '^(%a+)\t(%d)\t(%d+)\t([^\t]*)\t(.*)$')
  return {state = state, hidden = hidden == '1', joined = joined, by = by, name = called}
end

local function enlist(m)
  redis.call('HSET', roster, uid, table.concat({m.state, m.hidden and '1' or '0', m.joined, m.by, m.name}, '\t'))
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

-- record reads all that the group holds of the member.
local function record()
  local r = {checks = {}, stamps = {}, begun = {}, posts = {}}
  local flat = redis.call('HGETALL', user)
  for i = 1, #flat, 2 do
    local kind, id = string.match(flat[i], '^' .. group .. '%.([cbs])%.(.+)$')
    if kind == 'b' then
      r.begun[id] = flat[i + 1]
    elseif kind then
      local at, week, month = string.match(flat[i + 1], '^(%d+) (%d+) (%d+)')
      r[kind == 'c' and 'checks' or 'stamps'][id] = {at = at, week = week, month = month}
    end
  end
  for _, entry in ipairs(redis.call('ZRANGEBYLEX', index, '[m:' .. uid .. ':', '(m:' .. uid .. ';')) do
    local id = string.match(entry, '([^:]+)$')
    local _, at, week, month = string.match(redis.call('HGET', posts, id), '^(%d+)\t(%d+)\t(%d+)\t(%d+)\t')
    r.posts[id] = {at = at, week = week, month = month}
  end
  return r
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
    local renamed = m.name ~= name
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
    m = {state = 'active', hidden = false, joined = now, by = op, name = name}
  end
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

-- uncheck takes a check back, and with it the stamp it completed.
local function uncheck(m, item, section)
  local at, week, month = string.match(redis.call('HGET', user, field('c', item)), '^(%d+) (%d+) (%d+)')
  local seen = m.state == 'active' and not m.hidden
  redis.call('HDEL', user, field('c', item))
  count(user, group .. '.n', -1)
  if count(user, field('b', section), -1) == 0 then redis.call('ZREM', begun, section .. ':' .. uid) end
  if m.state == 'active' then count(items, item, -1) end
  tally('c', week, month, -1, seen)
  local stamp = redis.call('HGET', user, field('s', section))
  if stamp then
    local s = {}
    s.at, s.week, s.month = string.match(stamp, '^(%d+) (%d+) (%d+)')
    redis.call('HDEL', user, field('s', section))
    redis.call('ZREM', index, stampEntry(section, s))
    tally('s', s.week, s.month, -1, seen)
  end
end

-- A post's line: user, at, week, month, URL, what the URL is known under,
-- title, items, the operation that made it, the operation that changed it
-- last, and title and items before that change.
local function post(id)
  local line = redis.call('HGET', posts, id)
  if not line then return nil end
  local p = {id = id}
  p.uid, p.at, p.week, p.month, p.url, p.hash, p.title, p.items, p.made, p.changed, p.oldtitle, p.olditems = string.match(
    line, '^(%d+)\t(%d+)\t(%d+)\t(%d+)' .. string.rep('\t([^\t]*)', 8) .. '$')
  return p
end

local function keep(p)
  redis.call('HSET', posts, p.id, table.concat({p.uid, p.at, p.week, p.month, p.url, p.hash, p.title, p.items, p.made,
    p.changed, p.oldtitle, p.olditems}, '\t'))
end

local function about(p, item) return (' ' .. p.items .. ' '):find(' ' .. item .. ' ', 1, true) ~= nil end

-- settle gives the post a title and items, and the index its entries.
local function settle(p, title, list)
  for item in string.gmatch(p.items, '%S+') do
    redis.call('ZREM', index, 'i:' .. item .. ':' .. p.at .. ':' .. p.id)
  end
  p.title, p.items = title, list
  for item in string.gmatch(list, '%S+') do
    redis.call('ZADD', index, 0, 'i:' .. item .. ':' .. p.at .. ':' .. p.id)
  end
  keep(p)
end

-- share shares a link that nobody else has shared: a new post, or more of the
-- member's own. It returns 'new', 'updated' or 'same', and the post's id.
local function share(m, l)
  local known = redis.call('HGET', urls, l.hash)
  if known then
    local p = post(known)
    local title, list = p.title, p.items
    if l.given == '1' then title = l.title end
    if l.item ~= '' and not about(p, l.item) then list = (list == '' and '' or list .. ' ') .. l.item end
    if title == p.title and list == p.items then return 'same', known end
    p.oldtitle, p.olditems, p.changed = p.title, p.items, op
    settle(p, title, list)
    return 'updated', known
  end
  local p = {id = l.id, uid = uid, at = l.at, week = l.week, month = l.month, url = l.url, hash = l.hash, title = '',
    items = '', made = op, changed = op, oldtitle = '', olditems = ''}
  settle(p, l.title, l.item)
  redis.call('HSET', urls, p.hash, p.id)
  redis.call('ZADD', index, 0, 't:' .. p.at .. ':' .. p.id)
  redis.call('ZADD', index, 0, 'm:' .. uid .. ':' .. p.at .. ':' .. p.id)
  tally('p', p.week, p.month, 1, not m.hidden)
  return 'new', p.id
end

-- link reads a link from the arguments that follow.
local function link(item)
  local l = {item = item}
  l.id, l.hash, l.url, l.title, l.given, l.at, l.week, l.month = unpack(ARGV, rest + 1, rest + 8)
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
  settle(p, p.title, '')
  redis.call('HDEL', posts, p.id)
  redis.call('HDEL', urls, p.hash)
  redis.call('ZREM', index, 't:' .. p.at .. ':' .. p.id)
  redis.call('ZREM', index, 'm:' .. uid .. ':' .. p.at .. ':' .. p.id)
  tally('p', p.week, p.month, -1, m.state == 'active' and not m.hidden)
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
