-- The whole roster, and how many checks each member has.
local board = KEYS[10]
return {'ok', redis.call('HGETALL', roster), redis.call('ZRANGE', board, 0, -1, 'WITHSCORES')}
