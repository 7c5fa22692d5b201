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

do
  local mine = redis.call('HGET', user, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expect ~= '-' and mine ~= expect) then
    return {'stale', mine, redis.call('HGETALL', guild)}
  end
end
