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
  ARGV[18]  how many operations a user has a minute; 0 for any number
  ARGV[19]  the user who acts, whose operations are counted

  The reply is a string of lines. The first is the status, and what is listed for a
  status are the lines after it. Every change has these replies:
  stale     the caller knows an old state: the member's groups, and fields and values
            of the guild's settings
  any       the stored result, if the operation was done before
  wait      the user has done too much; how many milliseconds to wait
  ask       questions, see include/ask.lua; nothing was changed
]]
local guild, ops, queue, user, events, counters, items, roster, begun, posts, index, urls, digests = unpack(KEYS, 1, 13)
local version, expected, op, now, group, uid, name = unpack(ARGV, 1, 7)
local event = ARGV[15]
local rest = 19 -- index of the last argument that was read
local seq       -- number of the next event; set by begin
local DAY = 24 * 60 * 60 * 1000

local mine, totals, members, done_by = view(user), view(counters), view(roster), view(items)

local function lines(...) return table.concat({...}, '\n') end
local function field(kind, id) return group .. '.' .. kind .. '.' .. id end

-- The user's operations since an instant of Redis's clock are counted, in the hash of the
-- results, as 'instant number'. The clock is only read when the number reaches the limit.
local PER_MINUTE, counter = tonumber(ARGV[18]), 'rate ' .. ARGV[19]
local MINUTE, ITEMS = 60 * 1000, 50
local since, number, cost = nil, 0, 1

local function clock()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- too_much returns the reply if an operation on so many items is more than the user has left
-- this minute. Each ITEMS items, or a part of them, count as one operation.
local function too_much(size)
  if PER_MINUTE == 0 then return nil end
  cost = math.max(1, math.ceil(size / ITEMS))
  if since and (number == 0 or number + cost <= PER_MINUTE) then return nil end
  local at = clock()
  if since and at >= since and at < since + MINUTE then return lines('wait', string.format('%.0f', since + MINUTE - at)) end
  since, number = at, 0
end

-- begin returns the reply for an operation that was done before, that comes from an old
-- state, or that is too much; nil if the operation has to go on. size is the number of
-- items that it is about.
local function begin(size)
  local before = redis.call('HMGET', ops, op, counter)
  if before[1] then return before[1] end
  local groups = get(mine, 'groups') or ''
  if (redis.call('HGET', guild, 'v') or '') ~= version or (expected ~= '-' and groups ~= expected) then
    return lines('stale', groups, unpack(redis.call('HGETALL', guild)))
  end
  seq = tonumber(get(totals, 'seq') or '0') + 1
  if before[2] then
    local from, n = string.match(before[2], '^(%d+) (%d+)$')
    since, number = tonumber(from), tonumber(n)
  end
  return too_much(size or 1)
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
  if PER_MINUTE > 0 then
    redis.call('HSET', ops, op, result, counter, string.format('%.0f %.0f', since, number + cost))
  else
    redis.call('HSET', ops, op, result)
  end
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
