--#include read
-- newest returns the index entries of posts in some ranges: the newest first, each post
-- once, at most so many or, for -1, all. The ends of the ranges are the arguments from
-- first on. With several ranges, it returns only the part of an entry from the time on.
local function newest(first, most)
  if #ARGV == first + 1 then return redis.call('ZREVRANGEBYLEX', index, ARGV[first + 1], ARGV[first], 'LIMIT', 0, most) end
  local all, seen = {}, {}
  for i = first, #ARGV, 2 do
    for _, entry in ipairs(redis.call('ZREVRANGEBYLEX', index, ARGV[i + 1], ARGV[i], 'LIMIT', 0, most)) do
      local suffix = string.match(entry, '(%d+:%d+:[^:]+)$')
      if not seen[suffix] then
        seen[suffix] = true
        all[#all + 1] = suffix
      end
    end
  end
  table.sort(all, function(a, b) return a > b end)
  for i = #all, most < 0 and #all + 1 or most + 1, -1 do all[i] = nil end
  return all
end
