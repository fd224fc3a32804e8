/**
 * The engine's shard that a ticker belongs to, from 0 to `shards` - 1: FNV-1a over its characters, the same in every
 * process. A ticker never moves while the number of shards stays.
 */
export function shardOf(ticker: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < ticker.length; index++) {
    hash = Math.imul(hash ^ ticker.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/**
 * Where the engine of each shard answers calls, by shard: the first at the address itself, each further one on the
 * same host, as many ports above 100 on as its number says, so that they take no other part's.
 */
export const engineUrls = (firstUrl: string, shards: number): readonly string[] =>
  Array.from({ length: shards }, (_, shard) => {
    const url = new URL(firstUrl);
    if (shard > 0) url.port = String(Number(url.port) + 100 + shard);
    return url.origin;
  });
