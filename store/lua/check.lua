--#include check share member
--[[
  Store.Check: checks an item and, with a link, shares the link on it. The first check
  makes the user a member, if a name is given.

  KEYS and ARGV 1 to 19: see include/operation.lua
  ARGV[20]  item
  ARGV[21]  at
  ARGV[22]  week
  ARGV[23]  month
  ARGV[24]  section
  ARGV[25]  number of the section's items
  ARGV[26]  '1' with a link; its nine arguments follow, see include/share.lua, and the
            event of the check without the link
  ARGV[n]   the section's items

  Reply:
  absent    the user is not an active member, and the operation does not enrol the user
  compare   for each post to compare, see include/share.lua: link, id, URL
  already   the check that the item already has
  full      there is no room for the post: see include/share.lua
  ok        number of items the member has done; number of others who have done this
            one; '1' if the user became a member; '1' if the check earned a stamp; '1'
            for a hidden member; score and rank this week; outcome of sharing the link;
            the post's id; if another member has the post, that member's name and the
            post's time, else two empty lines; the post's title and URL
]]
local item, at, week, month, section, size, linked = unpack(ARGV, rest + 1, rest + 7)
rest = rest + 7
fetch(mine, {'groups', field('c', item), group .. '.n', field('b', section)})
fetch(totals, {'seq', 'c.w' .. week, 'c.m' .. month, 'c.all'})
local answer = begin() or not_ready()
if answer then return answer end
local known = get(mine, field('c', item))
if known then return lines('already', known) end

local l = linked == '1' and read_link(item)
local question = comparison()
if question then return question end
if linked == '1' then rest = rest + 1 end
local refused = l and not l.post and full(1)
if refused then return refused end
append(l and (l.other and ARGV[rest] or under_hash(l, event)) or event)
local m, arrived = arrive()
local total, others, stamped = record_check(m, item, at, week, month, section, rest, tonumber(size))

local outcome, id, whose, when, title, url = 'none', '', '', '', '', ''
if l and l.other then
  outcome, id = 'taken', l.post.id
  whose, when = sharer(l.post)
elseif l then
  outcome, id, title, url = share(m, l, true)
end
local score, place = week_score()
return done('ok', total, others, arrived and 1 or 0, stamped and 1 or 0, m.hidden and 1 or 0, score, place, outcome, id, whose, when, title, url)
