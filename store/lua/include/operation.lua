--#include hash
--[[
  What every change of a group begins and ends with. Each change has these keys
  and arguments, in the order of Store.change, and then its own:

  KEYS[1]   the guild's settings and their version
  KEYS[2]   results of operations
  KEYS[3]   times of operations, oldest first
  KEYS[4]   the member's record in all groups of the guild
  KEYS[5]   events of the group
  KEYS[6]   counters: number of the last event, totals
  KEYS[7]   active members who have done an item, by item
  KEYS[8]   roster
  KEYS[9]   who has begun which section
  KEYS[10]  posts
  KEYS[11]  index of posts and stamps
  KEYS[12]  posts by link
  KEYS[13]  digests
  KEYS[14]  to KEYS[34]: live boards of checks, then of posts, then of stamps,
            each kind in the order of the periods
  ARGV[1]   version of the guild's settings that the caller knows
  ARGV[2]   the member's groups that the caller knows; '-' for any
  ARGV[3]   operation
  ARGV[4]   now, in milliseconds
  ARGV[5]   group
  ARGV[6]   user
  ARGV[7]   the user's name; '' to enrol nobody
  ARGV[8]   to ARGV[14]: live periods: four weeks, the present one first, two
            months, all
  ARGV[15]  event

  The reply is one string of lines, the first of them a status. Two come from
  here:
  stale     the caller knows an old state: the member's groups, and fields and
            values of the guild's settings
  any       the result of the first time, where the operation was done before
]]
local guild, ops, queue, user, events, counters, items, roster, begun, posts, index, urls, digests = unpack(KEYS, 1, 13)
local version, expected, op, now, group, uid, name = unpack(ARGV, 1, 7)
local event = ARGV[15]
local rest = 15 -- the last argument that was read
local seq       -- number of the next event, once the operation has begun
local DAY = 24 * 60 * 60 * 1000

local mine, totals, members, done_by = view(user), view(counters), view(roster), view(items)

local function lines(...) return table.concat({...}, '\n') end
local function field(kind, id) return group .. '.' .. kind .. '.' .. id end

-- begin returns the answer to an operation that was done before, or that was
-- made from an old state; nil for one to go on with.
local function begin()
  local before = redis.call('HGET', ops, op)
  if before then return before end
  local groups = get(mine, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expected ~= '-' and groups ~= expected) then
    return lines('stale', groups, unpack(redis.call('HGETALL', guild)))
  end
  seq = tonumber(get(totals, 'seq') or '0') + 1
end

-- commit writes all that is held back.
local function commit()
  flush(mine)
  flush(totals)
  flush(members)
  flush(done_by)
end

-- done ends the operation: it commits, keeps the result under the operation's
-- id for a day, so that a repetition changes nothing and answers the same, and
-- returns it.
local function done(...)
  commit()
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

-- append adds an event to the group's stream, under the next number.
local function append(body)
  set(totals, 'seq', seq)
  redis.call('XADD', events, seq .. '-0', 'e', body)
end
