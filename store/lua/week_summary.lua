--#include posts
--[[
  Store.WeekSummary: the content of a week's digest.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  KEYS[10]  the week's board of checks
  KEYS[11]  the week's board of posts
  KEYS[12]  and the following ones: boards of checks of the latest weeks before it
  ARGV[5]   week
  ARGV[6]   its start, in milliseconds since 1970
  ARGV[7]   its end, likewise
  ARGV[8]   maximum number of rows of a board
  ARGV[9]   maximum number of posts
  ARGV[10]  and the following ones: the weeks before it, newest first

  Reply: ok; active members, checks, posts and stamps of the week, checks of all time,
  and number of the last event; users and scores of the board; their names; number of
  rows of the board; for each stamp, its section and the member's name, separated by a
  tab; for each post, its author's name, id and line; items and the number of active
  members who have done each; the last posted digest, or ''; number of members on either
  board; for each earlier week, its digest or '', checks, posts and, if its board was
  given, users and scores, and users and names of those on it who may be named
]]
local stale = begin()
if stale then return stale end
local week, from, to, places, shown_posts = unpack(ARGV, rest + 1, rest + 5)
rest = rest + 5
local board = KEYS[10]
local totals = redis.call('HMGET', counters, 'active', 'c.w' .. week, 'p.w' .. week, 's.w' .. week, 'c.all', 'seq')

-- top returns the first users of a board with their scores, and these users.
local function top(key)
  local page, users = redis.call('ZREVRANGE', key, 0, places - 1, 'WITHSCORES'), {}
  for i = 1, #page, 2 do users[#users + 1] = page[i] end
  fetch(members, users)
  return page, users
end

local page, users = top(board)
local names = {}
for i, id in ipairs(users) do names[i] = name_of(id) end
local size = redis.call('ZCARD', board)
local on_a_board = size
for _, id in ipairs(redis.call('ZRANGE', KEYS[11], 0, -1)) do
  if not redis.call('ZSCORE', board, id) then on_a_board = on_a_board + 1 end
end

local stamps = {}
for _, entry in ipairs(redis.call('ZRANGEBYLEX', index, prefixed('s:' .. week .. ':'))) do
  local section, id = string.match(entry, '^s:%d+:%d+:([^:]+):(%d+)$')
  if is_shown(id) then stamps[#stamps + 1] = section .. '\t' .. name_of(id) end
end

local written = named_posts(redis.call('ZREVRANGEBYLEX', index, '(t:' .. to .. ':', '[t:' .. from .. ':', 'LIMIT', 0, shown_posts))

local earlier = {}
for i = 1, #ARGV - rest do
  local name = ARGV[rest + i]
  local now = redis.call('HMGET', counters, 'c.w' .. name, 'p.w' .. name)
  local one = {redis.call('HGET', digests, name) or '', now[1] or '0', now[2] or '0'}
  if KEYS[11 + i] then
    local on_it
    one[4], on_it = top(KEYS[11 + i])
    one[5] = {}
    for _, id in ipairs(on_it) do
      if is_shown(id) then
        one[5][#one[5] + 1] = id
        one[5][#one[5] + 1] = name_of(id)
      end
    end
  end
  earlier[i] = one
end
return {'ok', totals, page, names, size, stamps, written, redis.call('HGETALL', items),
  redis.call('HGET', digests, redis.call('HGET', digests, 'last') or '') or '', on_a_board, earlier}
