-- What every read of a group begins with. The order of KEYS and ARGV is that
-- of Store.read in read.go. A reply is an array, the first element a status.
local guild, user, counters, items, roster, begun, posts, index, digests = unpack(KEYS, 1, 9)
local version, expect, group, uid = unpack(ARGV, 1, 4)
local rest = 4

-- called returns the name of a member, of those who left too.
local function called(id)
  return string.match(redis.call('HGET', roster, id) or '', '([^\t]*)$') or ''
end

-- shown reports whether a member may be named to others.
local function shown(id)
  return string.match(redis.call('HGET', roster, id) or '', '^active\t0') ~= nil
end

-- lexical returns the ends of the range of entries that begin with prefix,
-- whose last character is a colon.
local function lexical(prefix)
  return '[' .. prefix, '(' .. string.sub(prefix, 1, -2) .. ';'
end

-- newest returns the index entries of posts in the ranges whose ends are the
-- arguments from the first on: the newest first, each post once, at most so many
-- or, for -1, all. Those of several ranges lack what comes before the time.
local function newest(first, most)
  if #ARGV == first + 1 then return redis.call('ZREVRANGEBYLEX', index, ARGV[first + 1], ARGV[first], 'LIMIT', 0, most) end
  local all, seen = {}, {}
  for i = first, #ARGV, 2 do
    for _, entry in ipairs(redis.call('ZREVRANGEBYLEX', index, ARGV[i + 1], ARGV[i], 'LIMIT', 0, most)) do
      local own = string.match(entry, '(%d+:%d+:[^:]+)$')
      if not seen[own] then
        seen[own] = true
        all[#all + 1] = own
      end
    end
  end
  table.sort(all, function(a, b) return a > b end)
  for i = #all, most < 0 and #all + 1 or most + 1, -1 do all[i] = nil end
  return all
end

-- own returns the caller's score on a board and place, 0 for none, and the
-- line on the board, -1 for none. A hidden member, who is on no board, has the
-- place all the same; nobody else is told.
local function own(board, kind, period)
  local score, order = redis.call('ZSCORE', board, uid), -1
  if score then
    order = redis.call('ZREVRANK', board, uid)
  elseif string.match(redis.call('HGET', roster, uid) or '', '^active\t1') then
    score = 0
    local function consider(week, month)
      if period == 'all' or period == 'w' .. week or period == 'm' .. month then score = score + 1 end
    end
    local flat = redis.call('HGETALL', user)
    for i = 1, #flat, 2 do
      if string.match(flat[i], '^' .. group .. '%.' .. kind .. '%.') then
        consider(string.match(flat[i + 1], '^%d+ (%d+) (%d+)'))
      end
    end
    if kind == 'p' then
      for _, entry in ipairs(redis.call('ZRANGEBYLEX', index, lexical('m:' .. uid .. ':'))) do
        local id = string.match(entry, '([^:]+)$')
        consider(string.match(redis.call('HGET', posts, id), '^%d+\t%d+\t(%d+)\t(%d+)\t'))
      end
    end
    score = tostring(score)
  end
  score = score or '0'
  return score, tonumber(score) > 0 and 1 + redis.call('ZCOUNT', board, '(' .. score, '+inf') or 0, order
end

do
  local mine = redis.call('HGET', user, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expect ~= '-' and mine ~= expect) then
    return {'stale', mine, redis.call('HGETALL', guild)}
  end
end
