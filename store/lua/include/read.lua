--#include hash
--[[
  What every read of a group begins with. Each read has these keys and arguments,
  in the order of Store.read, and then its own:

  KEYS[1]   the guild's settings and their version
  KEYS[2]   the member's record in all groups of the guild
  KEYS[3]   counters: number of the last event, totals
  KEYS[4]   active members who have done an item, by item
  KEYS[5]   roster
  KEYS[6]   who has begun which section
  KEYS[7]   posts
  KEYS[8]   index of posts and stamps
  KEYS[9]   digests
  KEYS[10]  on: boards
  ARGV[1]   version of the guild's settings that the caller knows
  ARGV[2]   the member's groups that the caller knows; '-' for any
  ARGV[3]   group
  ARGV[4]   user

  The reply is an array that begins with a status, 'ok' or, where the caller knows
  an old state, 'stale': then follow the member's groups, and fields and values of
  the guild's settings.
]]
local guild, user, counters, items, roster, begun, posts, index, digests = unpack(KEYS, 1, 9)
local version, expected, group, uid = unpack(ARGV, 1, 4)
local rest = 4 -- the last argument that was read
local members = view(roster)

-- begin returns the answer to a caller who knows an old state, else nil.
local function begin()
  local groups = redis.call('HGET', user, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expected ~= '-' and groups ~= expected) then
    return {'stale', groups, redis.call('HGETALL', guild)}
  end
end

-- called returns the name of a member, also of one who left.
local function name_of(id) return string.match(get(members, id) or '', '([^\t]*)$') or '' end

-- is_shown tells whether a member may be named to others.
local function is_shown(id) return string.match(get(members, id) or '', '^active\t0') ~= nil end

-- prefixed returns the ends of the range of index entries that begin with a
-- prefix, whose last character is a colon.
local function prefixed(prefix) return '[' .. prefix, '(' .. string.sub(prefix, 1, -2) .. ';' end

-- id_of returns the post's id at the end of its index entry.
local function id_of(entry) return string.match(entry, '([^:]+)$') end
