-- Puts a new version of the roadmap in the place of the group's. What each member
-- has begun and done of it is counted anew where items were moved, removed or
-- brought back; stamps stay, and those of sections whose items are others now
-- remember the ones that they were earned with. KEYS after the boards: the
-- versions, and the hashes of members. ARGV: the group, the version's number, the
-- version; how many items, and each with its section before and its section now,
-- '' for none; how many sections, and each with the items it had; the members, in
-- the order of their hashes. It returns the guild's version.
local body, n, version, moves = unpack(ARGV, rest + 1, rest + 4)
rest = rest + 4
local moved, before, after = {}, {}, {}
for i = 1, tonumber(moves) do
  moved[i], before[i], after[i] = field('c', ARGV[rest + 1]), ARGV[rest + 2], ARGV[rest + 3]
  rest = rest + 3
end
local altered, its = {}, {}
for i = 1, tonumber(ARGV[rest + 1]) do
  altered[i], its[i] = ARGV[rest + 2 * i], ARGV[rest + 2 * i + 1]
end
rest = rest + 1 + 2 * #altered
local versions = 13 + 3 * #periods + 1
local hashes = {}
for i = rest + 1, #ARGV do hashes[ARGV[i]] = KEYS[versions + i - rest] end
local everyone = redis.call('HGETALL', roster)
for i = 1, #everyone, 2 do
  if not hashes[everyone[i]] then return lines('members') end -- somebody came meanwhile
end

append()
redis.call('HSET', KEYS[versions], n, version)
redis.call('HSET', guild, 'g.' .. group, body)
redis.call('HINCRBY', guild, 'v', 1)

-- each calls visit with the values of the user's fields, and the place of each.
local function each(fields, visit)
  for from = 1, #fields, 500 do
    local last = math.min(from + 499, #fields)
    for i, value in ipairs(redis.call('HMGET', user, unpack(fields, from, last))) do
      if value then visit(value, from + i - 1) end
    end
  end
end

-- begin counts so many checks more, or less, of a section.
local function begin(section, by, active)
  local total = by ~= 0 and count(user, field('b', section), by)
  if not active or not total then return end
  if total == 0 then
    redis.call('ZREM', begun, section .. ':' .. uid)
  elseif total == by then
    redis.call('ZADD', begun, 0, section .. ':' .. uid)
  end
end

local stamps = {}
for i, section in ipairs(altered) do stamps[i] = field('s', section) end
for k = 1, #everyone, 2 do
  uid, user = everyone[k], hashes[everyone[k]]
  local active = string.match(everyone[k + 1], '^active') ~= nil
  local more = {} -- checks, by section; '' is no section
  each(moved, function(_, i)
    more[before[i]] = (more[before[i]] or 0) - 1
    more[after[i]] = (more[after[i]] or 0) + 1
  end)
  if (more[''] or 0) ~= 0 then count(user, group .. '.n', -more['']) end
  more[''] = nil
  for section, by in pairs(more) do begin(section, by, active) end
  each(stamps, function(stamp, i)
    if string.match(stamp, '^%d+ %d+ %d+$') then redis.call('HSET', user, stamps[i], stamp .. ' ' .. its[i]) end
  end)
end
return done('ok', redis.call('HGET', guild, 'v'))
