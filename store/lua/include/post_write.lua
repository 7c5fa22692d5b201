--#include operation board member post
-- union returns a list, followed by the items of more that it lacks.
local function union(list, more)
  for item in string.gmatch(more, '%S+') do
    if not has(list, item) then list = list == '' and item or list .. ' ' .. item end
  end
  return list
end

-- entries returns a post's entries in the index, which sort by time and then by event.
local function entries(p)
  local suffix = string.format('%s:%012.0f:%s', p.at, p.order, p.id)
  local list = {'t:' .. suffix, 'm:' .. p.uid .. ':' .. suffix}
  for item in string.gmatch(p.items, '%S+') do list[#list + 1] = 'i:' .. item .. ':' .. suffix end
  return list
end

-- save_post derives a post from its parts and stores it: the time of the first, the last
-- title given, all items. A post without at is new.
local function save_post(p, on_boards)
  if p.at then
    in_batches('ZREM', index, entries(p))
    add_score('p', p.week, p.month, -1, on_boards)
  end
  local first = p.parts[1]
  p.at, p.week, p.month, p.order, p.title, p.items = first.at, first.week, first.month, first.seq, p.url_title, ''
  for _, part in ipairs(p.parts) do
    if part.title ~= '' then p.title = part.title end
    p.items = union(p.items, part.items)
  end
  local scored = {}
  for _, entry in ipairs(entries(p)) do
    scored[#scored + 1] = 0
    scored[#scored + 1] = entry
  end
  in_batches('ZADD', index, scored)
  add_score('p', p.week, p.month, 1, on_boards)
  redis.call('HSET', posts, p.id, post_line(p))
end

-- delete_post deletes the member's post.
local function delete_post(m, p)
  in_batches('ZREM', index, entries(p))
  redis.call('HDEL', posts, p.id)
  redis.call('HDEL', urls, p.hash)
  add_score('p', p.week, p.month, -1, is_on_boards(m))
end
