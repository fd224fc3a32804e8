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
