import { Redis } from 'ioredis';
import { backoffMs, DEFAULT_BACKOFF } from '../retry/backoff.ts';
import type { Clock } from '../time/clock.ts';
import type { BucketStore, KeyedCharge } from './bucket-store.ts';
import { MAX_DEBT, type Charged, type ChargeMode } from './token-bucket.ts';

export interface RedisBucketsOptions {
  /** `redis://USER:PASSWORD@HOST:PORT` */
  readonly url: string;
  /** Prefix of the keys in Redis. */
  readonly prefix: string;
  /** By default the server's clock, which all processes share. */
  readonly clock?: Clock;
}

const COMMAND_MS = 1_000;

/**
 * `chargeBuckets` of token-bucket.ts over the hashes of the keys. It is one script because Redis runs nothing else meanwhile.
 * A key expires when its bucket is full again. Arguments: mode, time ('' for the server's), then capacity, window and count
 * of each key. Numbers are returned as text: Redis would cut their fractions.
 */
const CHARGE = `
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local buckets, taken = {}, true
for index, key in ipairs(KEYS) do
  local capacity = tonumber(ARGV[index * 3])
  local window = tonumber(ARGV[index * 3 + 1])
  local count = tonumber(ARGV[index * 3 + 2])
  local stored = redis.call('HMGET', key, 'tokens', 'at')
  local tokens, at = capacity, now
  if stored[1] then
    at = math.max(now, tonumber(stored[2]))
    local refill = (math.max(now - tonumber(stored[2]), 0) * capacity) / window
    tokens = math.min(tonumber(stored[1]) + refill, capacity)
  end
  local missing = math.min(count, capacity) - tokens
  local wait = 0
  if missing > 1e-6 then wait = math.ceil((missing * window) / capacity) end
  if wait > 0 then taken = false end
  buckets[index] = { key = key, capacity = capacity, window = window, count = count, tokens = tokens, at = at, wait = wait }
end
if ARGV[1] == 'settle' then taken = true end
local answer = { taken and '1' or '0' }
for _, bucket in ipairs(buckets) do
  if taken then bucket.tokens = math.max(bucket.tokens - bucket.count, -${MAX_DEBT} * bucket.capacity) end
  local tokens = string.format('%.17g', bucket.tokens)
  local full = math.ceil((bucket.capacity - bucket.tokens) * bucket.window / bucket.capacity)
  if full > 0 then
    redis.call('HSET', bucket.key, 'tokens', tokens, 'at', string.format('%.17g', bucket.at))
    redis.call('PEXPIRE', bucket.key, full + 1000)
  else
    redis.call('DEL', bucket.key)
  end
  table.insert(answer, tokens)
  table.insert(answer, string.format('%d', bucket.wait))
end
return answer`;

/** The client with its script, which ioredis sends by its hash. */
type ScriptedRedis = Redis & {
  chargeBuckets(keyCount: number, ...keysAndArguments: (string | number)[]): Promise<string[]>;
};

/**
 * Token buckets on Redis, shared by all processes with this prefix. Connects in the background. While the connection is
 * lost, calls reject at once.
 */
export function createRedisBuckets({ url, prefix, clock }: RedisBucketsOptions): BucketStore {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    retryStrategy: (attempt) => backoffMs(attempt, DEFAULT_BACKOFF),
    scripts: { chargeBuckets: { lua: CHARGE } },
  }) as ScriptedRedis;
  // Without a listener the client prints each failed attempt; the caller sees that its calls reject.
  redis.on('error', () => undefined);
  const charge = async (charges: readonly KeyedCharge[], mode: ChargeMode): Promise<Charged> => {
    if (charges.length === 0) return { isTaken: true, buckets: [] };
    const answer = await redis.chargeBuckets(
      charges.length,
      ...charges.map(({ key }) => prefix + key),
      mode,
      clock ? clock.nowMs() : '',
      ...charges.flatMap(({ policy, count }) => [policy.capacity, policy.windowMs, count]),
    );
    const buckets = charges.map((_charge, index) => ({
      tokens: Number(answer[index * 2 + 1]),
      waitMs: Number(answer[index * 2 + 2]),
    }));
    return { isTaken: answer[0] === '1', buckets };
  };
  return {
    take: (charges) => charge(charges, 'take'),
    settle: (charges) => charge(charges, 'settle'),
    close: async () => {
      if (redis.status === 'ready') await redis.quit();
      else redis.disconnect();
    },
  };
}
