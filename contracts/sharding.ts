/**
 * The engine shard of a ticker, from 0 to `shards` - 1: FNV-1a over its characters, so every process computes the same.
 * A ticker stays in its shard while the number of shards stays the same.
 */
export function shardOf(ticker: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < ticker.length; index++) {
    hash = Math.imul(hash ^ ticker.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/**
 * URLs of the engines' calls, by shard: the engine that starts first, then its standbys. The first engine of shard 0 has
 * the given URL. The others use the same host and higher ports, apart from those of other parts: shard s at port
 * + 100 + s, standby k of shard s at port + 200 k + s.
 */
export const engineUrls = (
  firstUrl: string,
  shards: number,
  standbys: number,
): readonly (readonly [string, ...string[]])[] =>
  Array.from({ length: shards }, (_, shard) => {
    const at = (portOffset: number): string => {
      const url = new URL(firstUrl);
      if (portOffset > 0) url.port = String(Number(url.port) + portOffset);
      return url.origin;
    };
    const others = Array.from({ length: standbys }, (_unused, index) => at(200 * (index + 1) + shard));
    return [at(shard === 0 ? 0 : 100 + shard), ...others];
  });
