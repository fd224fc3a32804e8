import { randomBytes } from 'node:crypto';
import type { Clock } from './time/clock.ts';

/** Creates unique ids: `PREFIX_` and 26 characters. They sort by creation time. */
export type IdSource = (prefix: string) => string;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ids of 48 bits of time and 80 random bits, in Crockford's base 32 (the layout of a ULID, lower case). */
export function createIdSource(clock: Clock, random: (bytes: number) => Uint8Array = randomBytes): IdSource {
  return (prefix) => `${prefix}_${encodeTime(clock.nowMs())}${encodeRandom(random(10))}`;
}

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
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (let digit = 0; digit < 16; digit++) {
    text = (ALPHABET[Number(value & 31n)] ?? '') + text;
    value >>= 5n;
  }
  return text;
}
