--#include post_write record arrival
--[[
  Store.Edit: replaces a post's title and items. From then on, undoing an operation that
  shared the post does not affect it.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  id of the post
  ARGV[17]  title, '' for the one made from the URL
  ARGV[18]  items
  ARGV[19]  those of the items that the roadmap lacks: they have to be on the post already

  Reply:
  gone      the member has no such post
  unknown   an item that neither the roadmap nor the post has
  ok        the post's line; the member's name
]]
local answer = begin()
if answer then return answer end
local id, title, on, unknown = unpack(ARGV, rest + 1, rest + 4)
local m = member()
local r = m and record()
local p = r and r.posts[id]
if not p then return lines('gone') end
for item in string.gmatch(unknown, '%S+') do
  if not has(p.items, item) then return lines('unknown', item) end
end
append(event)
local before = p.parts
local first = before[1]
p.parts = {{op = op, seq = first.seq, at = first.at, week = first.week, month = first.month, items = on, title = title}}
save_post(p, is_on_boards(m))
for _, part in ipairs(before) do finalize_arrival(m, r, part.op, part.seq) end
return done('ok', redis.call('HGET', posts, id), m.name)
