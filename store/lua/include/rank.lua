-- rank returns the rank of a score on a board. Members with the same score share a rank,
-- and the next rank counts all of them: 1, 2, 2, 4. rows in boards.go follows the same
-- rule.
local function rank(board, score) return 1 + redis.call('ZCOUNT', board, '(' .. score, '+inf') end
