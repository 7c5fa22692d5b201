--#include own_rank
--[[
  Store.Board: one page of a board.

  KEYS 1 to 9 and ARGV 1 to 4: see include/read.lua
  KEYS[10]  board
  ARGV[5]   kind: c, p or s
  ARGV[6]   period
  ARGV[7]   offset of the page; 'mine' for the page with the caller
  ARGV[8]   length of the page
  ARGV[9]   week whose digest is compared with the board, or ''
  ARGV[10]  how many rows of the board to compare

  Reply: ok; total of the group; number of rows of the board; offset, or that of the last
  page if it is past the end; rank of the first row; users and scores; their names; the
  caller's score, rank and position on the board, -1 for none; the caller's line in the
  roster; if the week has a digest, the digest, and the users and scores to compare
]]
local stale = begin()
if stale then return stale end
local kind, period, offset, length, posted, compared = unpack(ARGV, rest + 1, rest + 6)
local board = KEYS[10]
length = tonumber(length)

local score, mine, order = own_rank(board, kind, period)
if offset == 'mine' then
  offset = order < 0 and 0 or order - order % length
else
  offset = tonumber(offset)
end
local size = redis.call('ZCARD', board)
if offset >= size then offset = math.max(0, size - 1) - math.max(0, size - 1) % length end
local page = redis.call('ZREVRANGE', board, offset, offset + length - 1, 'WITHSCORES')
local first, users, names = 0, {uid}, {}
for i = 1, #page, 2 do users[#users + 1] = page[i] end
fetch(members, users)
for i = 2, #users do names[#names + 1] = name_of(users[i]) end
if #page > 0 then first = rank(board, page[2]) end
local total = redis.call('HGET', counters, kind .. '.' .. period) or '0'
local out = {'ok', total, size, offset, first, page, names, score, mine, order, get(members, uid) or ''}
local digest = posted ~= '' and redis.call('HGET', digests, posted)
if digest then
  out[12] = digest
  out[13] = redis.call('ZREVRANGE', board, 0, compared - 1, 'WITHSCORES')
end
return out
