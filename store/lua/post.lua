--#include posts
--[[
  Store.Post: a post and its author's name.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  ARGV[5]  id of the post

  Reply: ok; if there is such a post, its id and line, separated by a tab, and its
  author's name
]]
local stale = begin()
if stale then return stale end
local id = ARGV[rest + 1]
local line = redis.call('HGET', posts, id)
if not line then return {'ok'} end
return {'ok', id .. '\t' .. line, name_of(author(line))}
