--#include post_write arrival
--[[
  Store.Remove: removes a post. The checks that came with it stay.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  id of the post

  Reply:
  gone      the member has no such post
  ok        the post's title; its URL
]]
local answer = begin()
if answer then return answer end
local m = member()
local p = m and own_post(ARGV[rest + 1])
if not p then return lines('gone') end
local final, questions = final_arrivals(m, p.parts, nil, p.id)
if #questions > 0 then return lines('ask', unpack(questions)) end
append(event)
delete_post(m, p)
make_final(m, final)
return done('ok', p.title, p.url)
