import { brotliDecompressSync } from 'node:zlib';
import { MAX_PRICE_TICKS } from '#engine/core/codes.ts';
import { BadFile } from '../input/bad-file.ts';

/** The messages of a flash1 file: each array has one element per message. */
export interface Flash1Messages {
  readonly count: number;
  /** Bits of FLAG: NEW, CANCEL or MODIFY in the bits of TYPE, then SELL and IOC. */
  readonly flags: Uint8Array;
  readonly quantities: Uint8Array;
  readonly ids: Uint32Array;
  readonly prices: Uint32Array;
}

export const FLAG = { NEW: 0, CANCEL: 1, MODIFY: 2, TYPE: 3, SELL: 4, IOC: 8 } as const;

/** Side of a message: BUY or SELL of the core. */
export const sideOfFlags = (flags: number): number => (flags >> 2) & 1;

const BYTES_PER_MESSAGE = 10;
const KNOWN_BITS = FLAG.TYPE | FLAG.SELL | FLAG.IOC;
const FLAGS_AT = 4;

/**
 * Reads a file, packed with brotli or not: a count of four bytes, then the arrays one after the other, little endian.
 *
 * @throws BadFile with the byte (of the unpacked file) of the first error
 */
export function readFlash1(file: Uint8Array): Flash1Messages {
  const bytes = isUnpacked(file) ? file : unpack(file);
  if (!isUnpacked(bytes)) throw new BadFile(errorOf(bytes));
  const count = countOf(bytes);
  const messages = {
    count,
    flags: bytes.slice(FLAGS_AT, FLAGS_AT + count),
    quantities: bytes.slice(FLAGS_AT + count, FLAGS_AT + 2 * count),
    ids: wordsOf(bytes, FLAGS_AT + 2 * count, count),
    prices: wordsOf(bytes, FLAGS_AT + 6 * count, count),
  };
  check(messages);
  return messages;
}

/** Checks every message. A cancel has no quantity and no price. */
function check({ count, flags, quantities, prices }: Flash1Messages): void {
  for (let index = 0; index < count; index++) {
    const flag = flags[index] ?? 0;
    if (flag > KNOWN_BITS || (flag & FLAG.TYPE) === FLAG.TYPE)
      throw new BadFile(`byte ${FLAGS_AT + index}: message ${index} has the flags ${flag}`);
    if ((flag & FLAG.TYPE) === FLAG.CANCEL) continue;
    const price = prices[index] ?? 0;
    if (quantities[index] === 0)
      throw new BadFile(`byte ${FLAGS_AT + count + index}: message ${index} has no quantity`);
    if (price === 0 || price > MAX_PRICE_TICKS)
      throw new BadFile(`byte ${FLAGS_AT + 6 * count + index * 4}: message ${index} has the price ${price}`);
  }
}

const countOf = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

const lengthOf = (count: number): number => FLAGS_AT + count * BYTES_PER_MESSAGE;

const isUnpacked = (bytes: Uint8Array): boolean =>
  bytes.length >= FLAGS_AT && bytes.length === lengthOf(countOf(bytes));

const errorOf = (bytes: Uint8Array): string =>
  bytes.length < FLAGS_AT
    ? `byte ${bytes.length}: the count is missing`
    : `byte 0: a count of ${countOf(bytes)} needs ${lengthOf(countOf(bytes))} bytes, the file has ${bytes.length}`;

function unpack(file: Uint8Array): Uint8Array {
  try {
    return brotliDecompressSync(file);
  } catch (error) {
    throw new BadFile(`not packed with brotli; as an unpacked file: ${errorOf(file)}`, { cause: error });
  }
}

function wordsOf(bytes: Uint8Array, from: number, count: number): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = view.getUint32(from + i * 4, true);
  return words;
}
