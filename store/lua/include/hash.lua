-- A view of a hash caches the fields that were read and delays writes until flush. So a
-- script needs one HMGET and one HSET for each key, however many fields it uses. A
-- missing field has the value false.

-- BATCH is the maximum number of values that one command gets, because the size of
-- Lua's stack is limited. It is even, so that fields stay with their values.
local BATCH = 500

-- in_batches calls a command on the key with all arguments of the list, BATCH at a
-- time.
local function in_batches(command, key, list)
  for from = 1, #list, BATCH do
    redis.call(command, key, unpack(list, from, math.min(from + BATCH - 1, #list)))
  end
end

-- multi_get returns the values of the fields, in their order.
local function multi_get(key, fields)
  if #fields == 0 then return fields end
  if #fields <= BATCH then return redis.call('HMGET', key, unpack(fields)) end
  local values = {}
  for from = 1, #fields, BATCH do
    for _, value in ipairs(redis.call('HMGET', key, unpack(fields, from, math.min(from + BATCH - 1, #fields)))) do
      values[#values + 1] = value
    end
  end
  return values
end

local function view(key) return {key = key, values = {}} end

-- fetch reads fields with one command. Fields that are cached keep their values.
local function fetch(hash, fields)
  local known, values = hash.values, multi_get(hash.key, fields)
  for i = 1, #fields do
    if known[fields[i]] == nil then known[fields[i]] = values[i] end
  end
end

local function get(hash, field)
  local value = hash.values[field]
  if value == nil and not hash.complete then
    value = redis.call('HGET', hash.key, field)
    hash.values[field] = value
  end
  return value
end

-- set sets a field, or deletes it if the value is false.
local function set(hash, field, value)
  hash.values[field] = value
  if not value then
    hash.drop = hash.drop or {}
    hash.drop[#hash.drop + 1] = field
  elseif hash.put then
    local n = #hash.put
    hash.put[n + 1], hash.put[n + 2] = field, value
  else
    hash.put = {field, value}
  end
end

-- add adds to a number and returns the sum. A sum of 0 deletes the field, so that no
-- zeros are left of what was reversed. A field that is not cached is written at once by
-- HINCRBY, which is one command instead of two.
local function add(hash, field, by)
  local value = hash.values[field]
  if value == nil and not hash.complete then
    local sum = redis.call('HINCRBY', hash.key, field, by)
    hash.values[field] = sum
    if sum == 0 then
      redis.call('HDEL', hash.key, field)
      hash.values[field] = false
    end
    return sum
  end
  local sum = (tonumber(value) or 0) + by
  set(hash, field, sum ~= 0 and sum)
  return sum
end

-- flush writes the delayed changes.
local function flush(hash)
  local put, drop = hash.put, hash.drop
  hash.put, hash.drop = nil, nil
  if put then in_batches('HSET', hash.key, put) end
  local gone = {}
  for _, field in ipairs(drop or {}) do
    if not hash.values[field] then gone[#gone + 1] = field end
  end
  in_batches('HDEL', hash.key, gone)
end

-- add_each adds to many numbers, as add does, and writes at once.
local function add_each(hash, fields, by)
  flush(hash)
  for from = 1, #fields, BATCH / 2 do
    local to = math.min(from + BATCH / 2 - 1, #fields)
    local values, put, drop = redis.call('HMGET', hash.key, unpack(fields, from, to)), {}, {}
    for i = 1, #values do
      local name, sum = fields[from + i - 1], (tonumber(values[i]) or 0) + by
      if hash.values[name] ~= nil then hash.values[name] = sum ~= 0 and sum end
      if sum == 0 then
        drop[#drop + 1] = name
      else
        put[#put + 1] = name
        put[#put + 1] = sum
      end
    end
    if #put > 0 then redis.call('HSET', hash.key, unpack(put)) end
    if #drop > 0 then redis.call('HDEL', hash.key, unpack(drop)) end
  end
end

-- read_all reads the whole hash and returns its fields and values in one list. It may
-- only be called when no changes are delayed.
local function read_all(hash)
  local flat = redis.call('HGETALL', hash.key)
  hash.values, hash.complete = {}, true
  for i = 1, #flat, 2 do hash.values[flat[i]] = flat[i + 1] end
  return flat
end
