--#include post_write arrival
--[[
  Store.Edit: replaces a post's title and items. From then on, undoing an operation that
  shared the post does not affect it.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  id of the post
  ARGV[21]  title, '' for the one made from the URL
  ARGV[22]  items
  ARGV[23]  those of the items that the roadmap lacks: they have to be on the post already

  Reply:
  gone      the member has no such post
  unknown   an item that neither the roadmap nor the post has
  ok        the post's line; the member's name
]]
local answer = begin()
if answer then return answer end
local id, title, on, unknown = unpack(ARGV, rest + 1, rest + 4)
local m = member()
local p = m and own_post(id)
if not p then return lines('gone') end
for item in string.gmatch(unknown, '%S+') do
  if not has(p.items, item) then return lines('unknown', item) end
end
local final, questions = final_arrivals(m, p.parts, nil, id)
if #questions > 0 then return lines('ask', unpack(questions)) end
append(event)
local first = p.parts[1]
p.parts = {{op = op, seq = first.seq, at = first.at, week = first.week, month = first.month, items = on, title = title}}
save_post(p, is_on_boards(m))
make_final(m, final)
return done('ok', redis.call('HGET', posts, id), m.name)
