--#include ask member
-- Undoing the operation by which a member arrived also undoes the membership, unless
-- the member has done something else since. If that something is then removed, the
-- record no longer shows it. So whoever removes it marks the arrival as final: it can
-- no longer be undone.

-- check_remains reports whether anything but the check of one item is left of an
-- operation's checks. stored are fields and values of the user's record.
local function check_remains(stored, of, removed)
  local mark, prefix, but = ' ' .. of .. ' ', field('c', ''), field('c', removed or '')
  for i = 2, #stored, 2 do
    if string.find(stored[i], mark, 1, true) and stored[i - 1] ~= but and string.sub(stored[i - 1], 1, #prefix) == prefix then
      return true
    end
  end
  return false
end

local function has_part(p, of)
  for _, part in ipairs(p.parts) do
    if part.op == of then return true end
  end
  return false
end

-- parts_remain reports whether anything but the post with an id is left of what an
-- operation shared. If it cannot know, it returns nil and a question.
local function parts_remain(of, removed)
  local own = few_posts()
  if own then
    for id, p in pairs(own) do
      if id ~= removed and has_part(p, of) then return true end
    end
    return false
  end
  local question = 'part ' .. of .. ' ' .. (removed or '-')
  local found, holds = latest(question)
  if holds then return found ~= '-' end
  local p = found and own_post(found) -- one part is enough, however the group has changed
  if p and has_part(p, of) then return true end
  return nil, question
end

-- open_arrival returns the last arrival before event number at; nil if it is final or by
-- that very event.
local function open_arrival(m, at)
  for i = #m.arrivals, 1, -1 do
    local a = m.arrivals[i]
    if a.seq <= at then return a.seq < at and a.op ~= '-' and a or nil end
  end
end

-- final_arrivals returns the arrivals that become final when a check or a post is removed:
-- those before which, of the removed check or part's operation, nothing else is left. It
-- also returns the questions that have to be answered first.
local function final_arrivals(m, removed, item, post)
  local final, questions, stored = {}, {}, nil
  for _, one in ipairs(removed) do
    local a = open_arrival(m, one.seq)
    if a then
      stored = stored or redis.call('HGETALL', user)
      local remains, question = check_remains(stored, one.op, item), nil
      if not remains then remains, question = parts_remain(one.op, post) end
      if question then
        questions[#questions + 1] = question
      elseif not remains then
        final[#final + 1] = a
      end
    end
  end
  return final, questions
end

local function make_final(m, arrivals)
  for _, a in ipairs(arrivals) do a.op = '-' end
  if #arrivals > 0 then save_member(m) end
end
