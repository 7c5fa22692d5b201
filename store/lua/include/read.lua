--#include hash
--[[
  The beginning of every read of a group. Each read has these keys and arguments, in
  the order of Store.read, and then its own:

  KEYS[1]   the guild's settings and their version
  KEYS[2]   the member's record in all groups of the guild
  KEYS[3]   counters: number of the last event, totals
  KEYS[4]   number of active members who have done an item, by item
  KEYS[5]   roster
  KEYS[6]   who has begun which section
  KEYS[7]   posts
  KEYS[8]   index of posts and stamps
  KEYS[9]   digests
  KEYS[10]  and the following ones: boards
  ARGV[1]   version of the guild's settings that the caller knows
  ARGV[2]   the member's groups that the caller knows; '-' for any
  ARGV[3]   group
  ARGV[4]   user

  The reply is an array that begins with a status: 'ok', or 'stale' if the caller knows
  an old state. After 'stale' follow the member's groups, and fields and values of the
  guild's settings.
]]
local guild, user, counters, items, roster, begun, posts, index, digests = unpack(KEYS, 1, 9)
local version, expected, group, uid = unpack(ARGV, 1, 4)
local rest = 4 -- index of the last argument that was read
local members = view(roster)

-- begin returns the reply for a caller who knows an old state, else nil.
local function begin()
  local groups = redis.call('HGET', user, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expected ~= '-' and groups ~= expected) then
    return {'stale', groups, redis.call('HGETALL', guild)}
  end
end

-- name_of returns the name of a member, also of one who left.
local function name_of(id) return string.match(get(members, id) or '', '([^\t]*)$') or '' end

-- is_shown reports whether a user may be named to others: an active member who is not
-- hidden.
local function is_shown(id) return string.match(get(members, id) or '', '^active\t0') ~= nil end

-- prefixed returns the ends of the range of index entries that begin with a prefix. The
-- prefix has to end with a colon.
local function prefixed(prefix) return '[' .. prefix, '(' .. string.sub(prefix, 1, -2) .. ';' end

-- id_of returns the last part of an entry: the post's id in the index.
local function id_of(entry) return string.match(entry, '^.*:(.*)$') end
