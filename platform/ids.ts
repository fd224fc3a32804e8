import { randomBytes } from 'node:crypto';
import type { Clock } from './time/clock.ts';

/** Creates unique ids: `PREFIX_` and 26 characters. They sort by creation time. */
export type IdSource = (prefix: string) => string;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

const RANDOM_BYTES = 10;
/** Random bytes that are drawn together: a draw costs more than its bytes. */
const DRAWN_BYTES = 409 * RANDOM_BYTES;

function createRandomBytes(): (bytes: number) => Uint8Array {
  let drawn: Uint8Array = new Uint8Array(0);
  let used = 0;
  return (bytes) => {
    if (used + bytes > drawn.length) {
      drawn = randomBytes(DRAWN_BYTES);
      used = 0;
    }
    used += bytes;
    return drawn.subarray(used - bytes, used);
  };
}

/** Ids of 48 bits of time and 80 random bits, in Crockford's base 32 (the layout of a ULID, lower case). */
export function createIdSource(
  clock: Clock,
  random: (bytes: number) => Uint8Array = createRandomBytes(),
): IdSource {
  let lastMs = NaN;
  let time = '';
  return (prefix) => {
    const nowMs = clock.nowMs();
    if (nowMs !== lastMs) time = encodeTime(nowMs);
    lastMs = nowMs;
    return `${prefix}_${time}${encodeRandom(random(RANDOM_BYTES))}`;
  };
}

/** A text that sorts after every id of the prefix that was created before this instant, and before every later one. */
export const firstIdAt = (prefix: string, instantMs: number): string => `${prefix}_${encodeTime(instantMs)}`;

function encodeTime(instantMs: number): string {
  let rest = instantMs;
  let text = '';
  for (let digit = 0; digit < 10; digit++) {
    text = (ALPHABET[rest % 32] ?? '') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeRandom(bytes: Uint8Array): string {
  let text = '';
  // 5 bytes are 8 digits, and fit into a number.
  for (let first = 0; first < RANDOM_BYTES; first += 5) {
    let rest = 0;
    for (let index = first; index < first + 5; index++) rest = rest * 256 + (bytes[index] ?? 0);
    let digits = '';
    for (let digit = 0; digit < 8; digit++) {
      digits = (ALPHABET[rest % 32] ?? '') + digits;
      rest = Math.floor(rest / 32);
    }
    text += digits;
  }
  return text;
}
