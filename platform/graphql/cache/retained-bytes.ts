/** Bytes of V8's objects on 64-bit platforms: their header, and one word per property or element. */
const OBJECT_BYTES = 24;
const ARRAY_BYTES = 56;
const STRING_BYTES = 24;
const WORD_BYTES = 8;

/**
 * Estimates the bytes of heap that a value of plain objects, arrays, maps and strings keeps alive. Counts each object and each
 * distinct text once. A test holds the estimate to the measured heap (`gateway/core/operations/cached-memory.int.test.ts`).
 *
 * @param shared objects that live anyway, such as a schema: neither they nor anything that only they reach is counted
 */
export function retainedBytes(value: unknown, shared: Iterable<object> = []): number {
  const seen = new Set<unknown>(shared);
  const open: unknown[] = [value];
  let bytes = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (seen.has(next)) continue;
    if (typeof next === 'string') {
      seen.add(next);
      bytes += STRING_BYTES + next.length;
    } else if (Array.isArray(next)) {
      seen.add(next);
      bytes += ARRAY_BYTES + next.length * WORD_BYTES;
      for (const element of next) open.push(element);
    } else if (typeof next === 'object' && next !== null) {
      seen.add(next);
      const properties = next instanceof Map ? [...next].flat() : Object.values(next);
      bytes += OBJECT_BYTES + properties.length * WORD_BYTES;
      for (const property of properties) open.push(property);
    }
  }
  return bytes;
}
