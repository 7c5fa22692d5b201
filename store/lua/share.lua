--#include share member
--[[
  Store.Share: shares a link on any number of items. It makes the user a member, as a
  check does, if a name is given.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  items
  ARGV[21]  to ARGV[29]: the link's arguments, see include/share.lua

  Reply:
  absent    the user is not an active member, and the operation does not enrol the user
  compare   for each post to compare, see include/share.lua: link, id, URL
  full      there is no room for the post: see include/share.lua
  taken     id of the other member's post that has the link; that member's name; the
            post's time
  new, updated, same
            the post's id; '1' if the user became a member; the items that are not done;
            the post's line
]]
local answer = begin() or not_ready()
if answer then return answer end
local on = ARGV[rest + 1]
rest = rest + 1
local l = read_link(on)
local question = comparison()
if question then return question end
if l.other then return lines('taken', l.post.id, sharer(l.post)) end
local refused = not l.post and full(1)
if refused then return refused end
local m, arrived, renamed = arrive()
local outcome, id = share(m, l, false)
if outcome ~= 'same' or arrived or renamed then append(under_hash(l, event)) end
local open = {}
for item in string.gmatch(on, '%S+') do
  if not get(mine, field('c', item)) then open[#open + 1] = item end
end
return done(outcome, id, arrived and 1 or 0, table.concat(open, ' '), redis.call('HGET', posts, id))
