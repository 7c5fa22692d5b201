--#include ask operation rank
-- The group's totals, and the member's scores on the boards that are kept.
local PERIODS, KINDS = 7, {c = 0, p = 1, s = 2}
local score -- the member's checks this week; false for none, nil for not known yet

-- board returns the key of a board; nil if no boards are kept for the period.
local function board(kind, period)
  for i = 1, PERIODS do
    if ARGV[7 + i] == period then return KEYS[13 + KINDS[kind] * PERIODS + i] end
  end
end

local function add_period_score(kind, period, by, on_boards)
  add(totals, kind .. '.' .. period, by)
  local key = on_boards and board(kind, period)
  if not key then return end
  local sum = redis.call('ZINCRBY', key, by, uid)
  if tonumber(sum) <= 0 then
    redis.call('ZREM', key, uid)
    sum = false
  end
  if key == KEYS[14] then score = sum end
end

-- add_score adds to the group's totals and, if on_boards is set, to the member's
-- scores, in the week, the month and all time.
local function add_score(kind, week, month, by, on_boards)
  add_period_score(kind, 'w' .. week, by, on_boards)
  add_period_score(kind, 'm' .. month, by, on_boards)
  add_period_score(kind, 'all', by, on_boards)
end

-- scores returns the number of lines of checks or stamps by period. Most lines have the
-- week and the month of others, so these are taken apart once.
local function scores(stored)
  local same, sums = {}, {}
  for _, line in ipairs(stored) do
    local when = string.match(line, '^%d+ (%d+ %d+)')
    same[when] = (same[when] or 0) + 1
  end
  for when, n in pairs(same) do
    local week, month = string.match(when, '^(%d+) (%d+)$')
    week, month = 'w' .. week, 'm' .. month
    sums[week], sums[month], sums.all = (sums[week] or 0) + n, (sums[month] or 0) + n, (sums.all or 0) + n
  end
  return sums
end

-- post_scores returns the number of the member's posts by period. If it cannot know, it
-- returns nil and a question.
local function post_scores()
  local own, sums = few_posts(), {}
  if own then
    for _, p in pairs(own) do sums[#sums + 1] = p.at .. ' ' .. p.week .. ' ' .. p.month end
    return scores(sums)
  end
  local ranges = answered('periods')
  if not ranges then return nil, 'periods' end
  for period, from, to in string.gmatch(ranges, '(%S+) (%S+) (%S+)') do
    sums[period] = (sums[period] or 0) + redis.call('ZLEXCOUNT', index, from, to)
  end
  return sums
end

-- add_to_boards puts the member on the boards, with the scores of the record.
local function add_to_boards(r)
  score = nil
  for kind, sums in pairs({c = scores(r.checks), p = post_scores(), s = scores(r.stamps)}) do
    for period, sum in pairs(sums) do
      local key = sum > 0 and board(kind, period)
      if key then redis.call('ZADD', key, sum, uid) end
    end
  end
end

-- remove_from_boards takes the member off the boards.
local function remove_from_boards()
  score = false
  for i = 14, 13 + 3 * PERIODS do redis.call('ZREM', KEYS[i], uid) end
end

-- week_score returns the member's checks and rank this week; 0 and 0 for none.
local function week_score()
  if score == nil then score = redis.call('ZSCORE', KEYS[14], uid) end
  if not score then return 0, 0 end
  return score, rank(KEYS[14], score)
end
