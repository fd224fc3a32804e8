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
 * Where the engines of each shard answer calls, by shard: first the one that is started first, then those that stand by.
 * The first of shard 0 is at the address itself, all others on the same host at higher ports, so that they take no other
 * part's: shard s at 100 + s more, its standby k at 200 k + s more.
 */
export const engineUrls = (
  firstUrl: string,
  shards: number,
  standbys: number,
): readonly (readonly [string, ...string[]])[] =>
  Array.from({ length: shards }, (_, shard) => {
    const at = (more: number): string => {
      const url = new URL(firstUrl);
      if (more > 0) url.port = String(Number(url.port) + more);
      return url.origin;
    };
    const others = Array.from({ length: standbys }, (_unused, index) => at(200 * (index + 1) + shard));
    return [at(shard === 0 ? 0 : 100 + shard), ...others];
  });
