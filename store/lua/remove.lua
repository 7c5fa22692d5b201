--#include post_write record arrival
--[[
  Store.Remove: removes a post. The checks that came with it stay.

  KEYS and ARGV 1 to 15: see include/operation.lua
  ARGV[16]  id of the post

  Reply:
  gone      the member has no such post
  ok        the post's title; its URL
]]
local answer = begin()
if answer then return answer end
local m = member()
local r = m and record()
local p = r and r.posts[ARGV[rest + 1]]
if not p then return lines('gone') end
append(event)
delete_post(m, p)
r.posts[p.id] = nil
for _, part in ipairs(p.parts) do finalize_arrival(m, r, part.op, part.seq) end
return done('ok', p.title, p.url)
