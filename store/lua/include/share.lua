--#include post post_write
-- MAX_PARTS is how many parts a post may have. If there are more, the two oldest are
-- merged.
local MAX_PARTS = 32

-- read_link reads a link from the next eight arguments: the post's id if it is a new
-- one, the hash of the link, the URL, the title made from it, the title given, at, week,
-- month. In the result, post is the post that already has the link, and other is set if
-- that is another member's. items are the items to share it on.
local function read_link(on)
  local l = {items = on}
  l.id, l.hash, l.url, l.url_title, l.title, l.at, l.week, l.month = unpack(ARGV, rest + 1, rest + 8)
  rest = rest + 8
  local known = redis.call('HGET', urls, l.hash)
  local line = known and redis.call('HGET', posts, known)
  l.post = line and parse_post(known, line) or nil
  l.other = l.post ~= nil and l.post.uid ~= uid
  return l
end

-- share shares a link that no other member has shared: as a new post, or by adding to
-- the member's own. It returns 'new', 'updated' or 'same', the post's id and its title.
-- An operation that adds nothing is only recorded if remember is set.
local function share(m, l, remember)
  local part = {op = op, seq = seq, at = l.at, week = l.week, month = l.month, items = l.items, title = l.title}
  local p = l.post
  if not p then
    redis.call('HSET', urls, l.hash, l.id)
    save_post({id = l.id, uid = uid, url = l.url, hash = l.hash, url_title = l.url_title, parts = {part}}, not m.hidden)
    return 'new', l.id, part.title == '' and l.url_title or part.title
  end
  local same = (part.title == '' or part.title == p.title) and union(p.items, l.items) == p.items
  if same and not remember then return 'same', p.id, p.title end
  p.parts[#p.parts + 1] = part
  if #p.parts > MAX_PARTS then
    local first, second = p.parts[1], table.remove(p.parts, 2)
    first.items = union(first.items, second.items)
    if second.title ~= '' then first.title = second.title end
  end
  save_post(p, not m.hidden)
  return same and 'same' or 'updated', p.id, p.title
end

-- sharer returns the name of the post's member and the post's time.
local function sharer(p) return string.match(get(members, p.uid) or '', '([^\t]*)$'), p.at end
