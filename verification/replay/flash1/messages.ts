import { brotliDecompressSync } from 'node:zlib';
import { MAX_PRICE_TICKS } from '#engine/core/codes.ts';
import { BadFile } from '../input/bad-file.ts';

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
const TYPE_BITS = 3;
const CANCEL_TYPE = 1;
const FLAGS_AT = 4;

/**
 * Reads a file: brotli, or what it packs. A count of four bytes, then the arrays one after the other, little endian.
 *
 * @throws BadFile with the byte (of what is packed) of the first thing that is wrong
 */
export function readFlash1(file: Uint8Array): Flash1Messages {
  const bytes = isUnpacked(file) ? file : unpack(file);
  if (!isUnpacked(bytes)) throw new BadFile(misfitOf(bytes));
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

/** A cancel's quantity and price mean nothing. */
function check({ count, flags, quantities, prices }: Flash1Messages): void {
  for (let index = 0; index < count; index++) {
    const flag = flags[index] ?? 0;
    if (flag > KNOWN_BITS || (flag & TYPE_BITS) === TYPE_BITS)
      throw new BadFile(`byte ${FLAGS_AT + index}: message ${index} has the flags ${flag}`);
    if ((flag & TYPE_BITS) === CANCEL_TYPE) continue;
    const price = prices[index] ?? 0;
    if (quantities[index] === 0)
      throw new BadFile(`byte ${FLAGS_AT + count + index}: message ${index} has no quantity`);
    if (price === 0 || price > MAX_PRICE_TICKS)
      throw new BadFile(`byte ${FLAGS_AT + 6 * count + index * 4}: message ${index} has the price ${price}`);
  }
}

const countOf = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

const lengthOf = (count: number): number => FLAGS_AT + count * BYTES_A_MESSAGE;

const isUnpacked = (bytes: Uint8Array): boolean =>
  bytes.length >= FLAGS_AT && bytes.length === lengthOf(countOf(bytes));

const misfitOf = (bytes: Uint8Array): string =>
  bytes.length < FLAGS_AT
    ? `byte ${bytes.length}: the count is missing`
    : `byte 0: a count of ${countOf(bytes)} needs ${lengthOf(countOf(bytes))} bytes, there are ${bytes.length}`;

function unpack(file: Uint8Array): Uint8Array {
  try {
    return brotliDecompressSync(file);
  } catch (error) {
    throw new BadFile(`it is not packed with brotli, and unpacked ${misfitOf(file)}`, { cause: error });
  }
}

function wordsOf(bytes: Uint8Array, from: number, count: number): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = view.getUint32(from + i * 4, true);
  return words;
}
