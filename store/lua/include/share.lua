--#include ask post post_write
-- MAX_PARTS is how many parts a post may have. If there are more, the two oldest are
-- merged.
local MAX_PARTS = 32

-- unknown has the posts that have to be compared with links: for each a line of the
-- link's number, the post's id and its URL, separated by tabs.
local unknown = {}
local links = 0 -- how many were read

-- read_link reads a link from the next nine arguments: the post's id if it is a new one;
-- the hashes under which posts of it may be, newest first; the ids of posts that were
-- compared with it, each after a = if it is of the same page, else after a !; the URL, the
-- title made from it, the title given, at, week, month. Posts under the newest hash are of
-- the same page. Those under the others were stored by older releases and may be of
-- another page: if it is not known whether they are, they are added to unknown.
-- In the result, post is the post that already has the link, under the newest of the
-- hashes, but the member's own before another's; other is set if it is another's; hash is
-- the one under which it is, or will be. items are the items to share it on.
local function read_link(on)
  local l, hashes = {items = on}, {}
  local listed, compared
  l.id, listed, compared, l.url, l.url_title, l.title, l.at, l.week, l.month = unpack(ARGV, rest + 1, rest + 9)
  rest, links = rest + 9, links + 1
  for hash in string.gmatch(listed, '%S+') do hashes[#hashes + 1] = hash end
  l.newest, l.hash = hashes[1], hashes[1]
  for i, known in ipairs(multi_get(urls, hashes)) do
    local line = known and redis.call('HGET', posts, known)
    local p = line and parse_post(known, line)
    if p and (i == 1 or p.url == l.url or has(compared, '=' .. known)) then
      if not l.post or l.post.uid ~= uid and p.uid == uid then l.post, l.hash = p, hashes[i] end
    elseif p and not has(compared, '!' .. known) then
      unknown[#unknown + 1] = links .. '\t' .. known .. '\t' .. p.url
    end
  end
  l.other = l.post ~= nil and l.post.uid ~= uid
  return l
end

-- join joins a list into lines. miniredis's Lua has no room to join thousands at once.
local function join(list)
  local parts = {}
  for i = 1, #list, 200 do parts[#parts + 1] = table.concat(list, '\n', i, math.min(i + 199, #list)) end
  return table.concat(parts, '\n')
end

-- comparison returns the reply that has the posts compared that are unknown, nil if there
-- are none. It has to come before anything is written.
local function comparison()
  if #unknown > 0 then return lines('compare', join(unknown)) end
end

-- under_hash returns the link's event, which has the newest of its hashes, with the one
-- under which the post is.
local function under_hash(l, body)
  local from, to = string.find(body, '"link":"' .. l.newest .. '"', 1, true)
  if l.hash == l.newest or not from then return body end
  return string.sub(body, 1, from - 1) .. '"link":"' .. l.hash .. '"' .. string.sub(body, to + 1)
end

-- full returns the reply if the member or the group has no room for so many new posts: how
-- many the member or the group may have, and for how many there is room.
local function full(new)
  if new == 0 then return nil end
  local _, own, all = limits()
  local free, free_of_all = math.max(0, own - number_of_posts()), math.max(0, all - redis.call('HLEN', posts))
  if new > free then return lines('full', 'member', own, free) end
  if new > free_of_all then return lines('full', 'group', all, free_of_all) end
end

-- share shares a link that no other member has shared: as a new post, or by adding to
-- the member's own. It returns 'new', 'updated' or 'same', and the post's id, title and
-- URL. An operation that adds nothing is only recorded if remember is set.
local function share(m, l, remember)
  local part = {op = op, seq = seq, at = l.at, week = l.week, month = l.month, items = l.items, title = l.title}
  local p = l.post
  if not p then
    redis.call('HSET', urls, l.hash, l.id)
    save_post({id = l.id, uid = uid, url = l.url, hash = l.hash, url_title = l.url_title, parts = {part}}, not m.hidden)
    return 'new', l.id, part.title == '' and l.url_title or part.title, l.url
  end
  local same = (part.title == '' or part.title == p.title) and union(p.items, l.items) == p.items
  if same and not remember then return 'same', p.id, p.title, p.url end
  p.parts[#p.parts + 1] = part
  if #p.parts > MAX_PARTS then
    local first, second = p.parts[1], table.remove(p.parts, 2)
    first.items = union(first.items, second.items)
    if second.title ~= '' then first.title = second.title end
  end
  save_post(p, not m.hidden)
  return same and 'same' or 'updated', p.id, p.title, p.url
end

-- sharer returns the name of the post's member and the post's time.
local function sharer(p) return string.match(get(members, p.uid) or '', '([^\t]*)$'), p.at end
