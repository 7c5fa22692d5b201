--#include operation
-- A post's line, separated by tabs: user, at, week, month, URL, hash of the link, title,
-- items, the title made from the URL. Then, for each operation that shared it, a part of
-- seven fields: operation, number of its event, at, week, month, items, the title given.
local PART = {'op', 'seq', 'at', 'week', 'month', 'items', 'title'}

local function parse_post(id, line)
  local f = {}
  for one in string.gmatch(line .. '\t', '([^\t]*)\t') do f[#f + 1] = one end
  local p = {id = id, uid = f[1], at = f[2], week = f[3], month = f[4], url = f[5], hash = f[6], title = f[7], items = f[8],
    url_title = f[9], parts = {}}
  for i = 10, #f, #PART do
    local part = {}
    for k, key in ipairs(PART) do part[key] = f[i + k - 1] end
    part.seq = tonumber(part.seq)
    p.parts[#p.parts + 1] = part
  end
  p.order = p.parts[1].seq
  return p
end

local function post_line(p)
  local f = {p.uid, p.at, p.week, p.month, p.url, p.hash, p.title, p.items, p.url_title}
  for _, part in ipairs(p.parts) do
    for _, key in ipairs(PART) do f[#f + 1] = part[key] end
  end
  return table.concat(f, '\t')
end

-- has reports whether an item is in a list.
local function has(list, item) return (' ' .. list .. ' '):find(' ' .. item .. ' ', 1, true) ~= nil end
