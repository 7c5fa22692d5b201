--#include hash
--[[
  The beginning and the end of every change of a group. Each change has these keys and
  arguments, in the order of Store.change, and then its own:

  KEYS[1]   the guild's settings and their version
  KEYS[2]   results of operations, by id
  KEYS[3]   times and ids of operations, oldest first
  KEYS[4]   the member's record in all groups of the guild
  KEYS[5]   events of the group
  KEYS[6]   counters: number of the last event, totals
  KEYS[7]   number of active members who have done an item, by item
  KEYS[8]   roster
  KEYS[9]   who has begun which section
  KEYS[10]  posts
  KEYS[11]  index of posts and stamps
  KEYS[12]  id of a post, by the hash of its link
  KEYS[13]  digests
  KEYS[14]  to KEYS[34]: the boards that are kept of checks, then of posts, then of
            stamps, each kind in the order of the periods
  ARGV[1]   version of the guild's settings that the caller knows
  ARGV[2]   the member's groups that the caller knows; '-' for any
  ARGV[3]   id of the operation
  ARGV[4]   now, in milliseconds since 1970, like all instants
  ARGV[5]   group
  ARGV[6]   user
  ARGV[7]   the user's name; '' if the operation does not enrol the user
  ARGV[8]   to ARGV[14]: the periods whose boards are kept: four weeks and two months,
            the current one first, and all time
  ARGV[15]  event, as JSON
  ARGV[16]  limits: how many of the member's posts a script reads itself, how many posts
            a member and the group may have; separated by spaces
  ARGV[17]  answers to what the script has asked, see include/ask.lua

  The reply is a string of lines. The first is the status, and what is listed for a
  status are the lines after it. Three replies have every change in common:
  stale     the caller knows an old state: the member's groups, and fields and values
            of the guild's settings
  any       the stored result, if the operation was done before
  ask       questions, see include/ask.lua; nothing was changed
]]
local guild, ops, queue, user, events, counters, items, roster, begun, posts, index, urls, digests = unpack(KEYS, 1, 13)
local version, expected, op, now, group, uid, name = unpack(ARGV, 1, 7)
local event = ARGV[15]
local rest = 17 -- index of the last argument that was read
local seq       -- number of the next event; set by begin
local DAY = 24 * 60 * 60 * 1000

local mine, totals, members, done_by = view(user), view(counters), view(roster), view(items)

local function lines(...) return table.concat({...}, '\n') end
local function field(kind, id) return group .. '.' .. kind .. '.' .. id end

-- begin returns the reply for an operation that was done before or that comes from an
-- old state; nil if the operation has to go on.
local function begin()
  local before = redis.call('HGET', ops, op)
  if before then return before end
  local groups = get(mine, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expected ~= '-' and groups ~= expected) then
    return lines('stale', groups, unpack(redis.call('HGETALL', guild)))
  end
  seq = tonumber(get(totals, 'seq') or '0') + 1
end

-- commit writes all delayed changes.
local function commit()
  flush(mine)
  flush(totals)
  flush(members)
  flush(done_by)
end

-- done ends the operation. It commits, stores the result under the operation's id for a
-- day, so that a repetition changes nothing and gets the same reply, and returns the
-- result.
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

-- append adds an event with number seq to the group's stream.
local function append(body)
  set(totals, 'seq', seq)
  redis.call('XADD', events, seq .. '-0', 'e', body)
end
