--#include operation post
--[[
  Questions about a member's posts. A script reads the posts itself if there are few of
  them. If there are many, that would hold up everybody else. So the script changes
  nothing and replies with 'ask' and all its questions. The caller reads the posts piece
  by piece, once for all questions, and runs the script again with the answers, each as
  the question, a tab, the answer and a line's end. inquiry.go has the other side.

  part OP POST          a post with a part of the operation, other than POST; '-' for none
  parts OP              all posts with a part of the operation; '-' for none
  next FROM UNTIL OP POST
                        post, operation and event of the first part whose event is from
                        FROM on and before UNTIL, '-' for none. Parts of OP on POST do
                        not count; '*' is every post.
  on ITEM               number of the posts on an item
  periods               for each period, the ranges of its posts in the member's index

  Before each answer but the one to periods stands the number of the group's last event
  before the posts were read, and a space. If there has been an event since, the posts
  may have been read partly before and partly after it, and the script asks again.
]]
local POSTS_BOARD = 27 -- of all time
local answers, few -- few are the member's posts, false for too many

-- limits returns how many posts a script reads itself, and how many a member and the group
-- may have.
local function limits()
  local reads, own, all = string.match(ARGV[16], '^(%d+) (%d+) (%d+)$')
  return tonumber(reads), tonumber(own), tonumber(all)
end

-- number_of_posts returns how many posts the member has. The board has the number, but not
-- of members who left or are hidden.
local function number_of_posts()
  local line = get(members, uid)
  if not line then return 0 end
  if string.match(line, '^active\t0') then return tonumber(redis.call('ZSCORE', KEYS[POSTS_BOARD], uid) or 0) end
  return redis.call('ZLEXCOUNT', index, '[m:' .. uid .. ':', '(m:' .. uid .. ';')
end

-- answered returns the answer to a question; nil if it was not asked yet.
local function answered(question)
  if not answers then
    answers = {}
    for asked, answer in string.gmatch(ARGV[17], '([^\t\n]+)\t([^\n]*)\n') do answers[asked] = answer end
  end
  return answers[question]
end

-- latest returns the answer to a question, and whether it still holds: the group has not
-- changed since. It returns nil if the question was not asked yet.
local function latest(question)
  local at, from = string.match(answered(question) or '', '^(%d+) ()')
  if at then return string.sub(answered(question), from), tonumber(at) == seq - 1 end
end

-- posts_in returns the posts in a range of the index, by id; nil if they are too many.
local function posts_in(low, high)
  local most = limits()
  local found = redis.call('ZRANGEBYLEX', index, low, high, 'LIMIT', 0, most + 1)
  if #found > most then return nil end
  local ids, of = {}, {}
  for i, entry in ipairs(found) do ids[i] = string.match(entry, '^.*:(.*)$') end
  for i, line in ipairs(multi_get(posts, ids)) do of[ids[i]] = parse_post(ids[i], line) end
  return of
end

-- few_posts returns the member's posts by id; nil if they are too many.
local function few_posts()
  if few == nil then
    few = number_of_posts() <= limits() and posts_in('[m:' .. uid .. ':', '(m:' .. uid .. ';') or false
  end
  return few or nil
end

-- own_post returns the member's post with the id; nil if there is none.
local function own_post(id)
  local line = redis.call('HGET', posts, id)
  local p = line and parse_post(id, line)
  return p and p.uid == uid and p or nil
end

-- posts_on returns the number of the member's posts on an item. If it cannot know, it
-- returns nil and a question.
local function posts_on(item)
  local question, n = 'on ' .. item, 0
  local answer, holds = latest(question)
  if holds then return answer end
  local some = few_posts() or posts_in('[i:' .. item .. ':', '(i:' .. item .. ';')
  if not some then return nil, question end
  for _, p in pairs(some) do
    if p.uid == uid and has(p.items, item) then n = n + 1 end
  end
  return n
end
