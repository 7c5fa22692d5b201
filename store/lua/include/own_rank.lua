--#include read rank
-- own_rank returns the caller's score and rank on a board, 0 for none, and the position
-- on it from 0, -1 for none. A hidden member is on no board, but gets the rank that the
-- score would have.
local function own_rank(board, kind, period)
  local score, order = redis.call('ZSCORE', board, uid), -1
  if score then
    order = redis.call('ZREVRANK', board, uid)
  elseif string.match(get(members, uid) or '', '^active\t1') then
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
      local ids = {}
      for i, entry in ipairs(redis.call('ZRANGEBYLEX', index, prefixed('m:' .. uid .. ':'))) do ids[i] = id_of(entry) end
      for _, line in ipairs(multi_get(posts, ids)) do consider(string.match(line, '^%d+\t%d+\t(%d+)\t(%d+)\t')) end
    end
    score = tostring(score)
  end
  score = score or '0'
  return score, tonumber(score) > 0 and rank(board, score) or 0, order
end
