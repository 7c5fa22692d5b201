--#include ask post post_write
-- MAX_PARTS is how many parts a post may have. If there are more, the two oldest are
-- merged.
local MAX_PARTS = 32

-- route returns the part of a URL's fragment that leads to a page of its own, '' for the
-- first page.
local function route(url)
  local path = string.gsub(string.match(url, '^[^#]*#([/!].*)$') or '', '/+$', '')
  return path == '!' and '' or path
end

-- is_same reports whether two URLs with one hash lead to the same page. They may not if
-- one of them has a route, which the first canonical form left out. newest is set for a
-- hash of the newest form, in which equal routes may be spelt differently.
local function is_same(a, b, newest)
  local one, other = route(a), route(b)
  return one == other or newest and one ~= '' and other ~= ''
end

-- read_link reads a link from the next eight arguments: the post's id if it is a new
-- one, the hashes of the link, the URL, the title made from it, the title given, at,
-- week, month. In the result, post is the post that already has the link, under the
-- newest of the hashes, but the member's own before another's; other is set if it is
-- another's; hash is the one under which it is, or will be: the newest, with a 0 behind
-- it while that is another page's. items are the items to share it on.
local function read_link(on)
  local l, hashes = {items = on}, {}
  local listed
  l.id, listed, l.url, l.url_title, l.title, l.at, l.week, l.month = unpack(ARGV, rest + 1, rest + 8)
  rest = rest + 8
  for hash in string.gmatch(listed, '%S+') do hashes[#hashes + 1] = hash end
  l.newest = hashes[1]
  local free = l.newest
  local i = 1
  while i <= #hashes and not (l.post and l.post.uid == uid) do
    local known = redis.call('HGET', urls, hashes[i])
    local line = known and redis.call('HGET', posts, known)
    local p = line and parse_post(known, line)
    local same = p and is_same(p.url, l.url, i == 1)
    if same and (not l.post or p.uid == uid) then l.post, l.hash = p, hashes[i] end
    if p and not same and hashes[i] == free then
      free = free .. '0'
      hashes[#hashes + 1] = free
    end
    i = i + 1
  end
  l.hash = l.hash or free
  l.other = l.post ~= nil and l.post.uid ~= uid
  return l
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
