import { brotliDecompressSync } from 'node:zlib';

/** The messages of a flash1 file, a place in each array for a message. */
export interface Flash1Messages {
  readonly count: number;
  /** Bits 0 and 1: 0 new, 1 cancel, 2 modify; bit 2: 1 for a sell; bit 3: 1 for immediate or cancel. */
  readonly flags: Uint8Array;
  readonly quantities: Uint8Array;
  readonly ids: Uint32Array;
  readonly prices: Uint32Array;
}

const BYTES_A_MESSAGE = 10;
const KNOWN_BITS = 15;

/**
 * Reads a file: brotli, or what it packs. A count of four bytes, then the arrays one after the other, little endian.
 *
 * @throws Error when it is not such a file
 */
export function readFlash1(file: Uint8Array): Flash1Messages {
  const bytes = isUnpacked(file) ? file : unpack(file);
  if (!isUnpacked(bytes)) throw new Error(`not a flash1 file: ${bytes.length} bytes do not fit its count`);
  const count = countOf(bytes);
  const flags = bytes.slice(4, 4 + count);
  const quantities = bytes.slice(4 + count, 4 + 2 * count);
  const wrong = flags.findIndex((flag) => flag > KNOWN_BITS || (flag & 3) === 3);
  if (wrong !== -1) throw new Error(`not a flash1 file: message ${wrong} has the flags ${flags[wrong]}`);
  return {
    count,
    flags,
    quantities,
    ids: wordsOf(bytes, 4 + 2 * count, count),
    prices: wordsOf(bytes, 4 + 6 * count, count),
  };
}

const countOf = (bytes: Uint8Array): number =>
  bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

const isUnpacked = (bytes: Uint8Array): boolean => bytes.length === 4 + countOf(bytes) * BYTES_A_MESSAGE;

function unpack(file: Uint8Array): Uint8Array {
  try {
    return brotliDecompressSync(file);
  } catch (error) {
    throw new Error('not a flash1 file: neither brotli nor the bytes that it packs', { cause: error });
  }
}

function wordsOf(bytes: Uint8Array, from: number, count: number): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = view.getUint32(from + i * 4, true);
  return words;
}
