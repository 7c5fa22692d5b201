--#include read
-- posts_at returns the ids and the lines of the posts that the index entries are of.
local function posts_at(found)
  local ids = {}
  for i, entry in ipairs(found) do ids[i] = id_of(entry) end
  return ids, multi_get(posts, ids)
end

-- author returns the user in a post's line.
local function author(line) return string.match(line, '^(%d+)') end

-- fetch_authors reads the roster's lines of the posts' authors.
local function fetch_authors(written)
  local ids = {}
  for i, line in ipairs(written) do ids[i] = author(line) end
  fetch(members, ids)
end

-- named_posts returns the posts that the index entries are of, each as the author's
-- name, the id and the line, separated by tabs.
local function named_posts(found)
  local ids, written = posts_at(found)
  fetch_authors(written)
  local out = {}
  for i, line in ipairs(written) do out[i] = name_of(author(line)) .. '\t' .. ids[i] .. '\t' .. line end
  return out
end
