import type { LogRecord } from '#platform/ports/event-log.ts';

/** Encodes the length of the key (u32), the key, the value. */
export function encodeRecord({ key, value }: LogRecord): Uint8Array {
  const keyLength = Buffer.byteLength(key);
  const bytes = Buffer.allocUnsafe(4 + keyLength + value.length);
  bytes.writeUInt32LE(keyLength, 0);
  bytes.write(key, 4);
  bytes.set(value, 4 + keyLength);
  return bytes;
}

export function decodeRecord(payload: Uint8Array): LogRecord {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const end = 4 + bytes.readUInt32LE(0);
  return { key: bytes.toString('utf8', 4, end), value: bytes.subarray(end) };
}

export const keyOfRecord = (payload: Uint8Array): string => decodeRecord(payload).key;
