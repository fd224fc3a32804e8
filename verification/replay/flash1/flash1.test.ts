import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import { FLAG, readFlash1 } from './messages.ts';
import { measureFlash1 } from './measure.ts';
import { Flash1Replay } from './replay.ts';
import { REPORT_STRIDE } from './reports.ts';

const { NEW, CANCEL, MODIFY, SELL, IOC } = FLAG;

type Message = readonly [flags: number, quantity: number, id: number, price: number];

function bytesOf(messages: readonly Message[]): Buffer {
  const count = messages.length;
  const bytes = Buffer.alloc(4 + count * 10);
  bytes.writeUInt32LE(count);
  for (const [index, [flags, quantity, id, price]] of messages.entries()) {
    bytes[4 + index] = flags;
    bytes[4 + count + index] = quantity;
    bytes.writeUInt32LE(id, 4 + 2 * count + index * 4);
    bytes.writeUInt32LE(price, 4 + 6 * count + index * 4);
  }
  return bytes;
}

const FLOW: readonly Message[] = [
  [NEW | SELL, 10, 1, 500],
  [NEW | SELL, 5, 2, 500],
  [NEW, 12, 3, 501],
  [NEW | IOC, 9, 4, 500],
  [CANCEL, 0, 3, 0],
  [NEW, 7, 5, 499],
  [NEW, 7, 4_000_000_000, 499],
  [MODIFY, 7, 5, 499],
  [MODIFY | SELL, 3, 77, 499],
  [NEW | SELL | IOC, 8, 6, 499],
  [MODIFY | SELL, 9, 5, 499],
  [CANCEL | SELL, 0, 4_000_000_000, 0],
  [NEW | IOC, 4, 7, 499],
];

const REPORTS = [
  '0,0,1,1,500,10',
  '0,1,1,2,500,5',
  '0,2,0,3,501,12',
  '1,2,500,10,1,3',
  '1,2,500,2,2,3',
  '0,3,0,4,500,9',
  '1,3,500,3,2,4',
  '2,3,0,4,500',
  '4,4,3',
  '0,5,0,5,499,7',
  '0,6,0,4000000000,499,7',
  '3,7,0,5,499,7',
  '5,8,77',
  '0,9,1,6,499,8',
  '1,9,499,7,4000000000,6',
  '1,9,499,1,5,6',
  '3,10,1,5,499,9',
  '4,11,4000000000',
  '0,12,0,7,499,4',
  '1,12,499,4,5,7',
];

describe.each([
  ['fast', createFastBook],
  ['naive', createNaiveBook],
])('flash1 in the %s book', (_name, createBook) => {
  test('makes the reports of the benchmark', () => {
    const replay = new Flash1Replay(createBook, 1);
    replay.run(readFlash1(bytesOf(FLOW)));
    const { reports } = replay;
    const texts = Array.from({ length: reports.length / REPORT_STRIDE }, (_, row) =>
      reports.textAt(row * REPORT_STRIDE),
    );
    expect(texts).toEqual(REPORTS);
    const sha256 = createHash('sha256').update(REPORTS.join('\n')).digest('hex');
    expect(reports.hash()).toBe(sha256);
    expect(replay.trades).toBe(6);
    expect(replay.openOrders).toBe(1);
  });
});

test('measures messages, trades, hash and speed of a packed or unpacked file', () => {
  let nowMs = 0;
  const options = { createBook: createFastBook, nowMs: () => (nowMs += 13) };
  const expected = {
    messages: 13,
    trades: 6,
    sha256: createHash('sha256').update(REPORTS.join('\n')).digest('hex'),
    messagesPerSecond: 1_000,
  };
  expect(measureFlash1(bytesOf(FLOW), options)).toEqual(expected);
  expect(measureFlash1(brotliCompressSync(bytesOf(FLOW)), options)).toEqual(expected);
});

test('a file without messages makes no reports', () => {
  const replay = new Flash1Replay(createFastBook, 1);
  replay.run(readFlash1(bytesOf([])));
  expect(replay.reports.hash()).toBe(createHash('sha256').digest('hex'));
});

test('grows beyond the reserved reports, and hashes more than one chunk', () => {
  const messages = Array.from({ length: 140_000 }, (_, id): Message => [CANCEL, 0, id, 0]);
  const replay = new Flash1Replay(createFastBook, 1);
  replay.run(readFlash1(bytesOf(messages)));
  const text = messages.map((_, id) => `4,${id},${id}`).join('\n');
  expect(replay.reports.hash()).toBe(createHash('sha256').update(text).digest('hex'));
});

describe('a file that is not flash1', () => {
  test.each([
    ['nothing', Buffer.alloc(0), 'not packed with brotli; as an unpacked file: byte 0: the count is missing'],
    [
      'text',
      Buffer.from('messages\n'),
      /as an unpacked file: byte 0: a count of \d+ needs \d+ bytes, the file has 9$/,
    ],
    ['a truncated packed file', brotliCompressSync(bytesOf(FLOW)).subarray(0, 40), /^not packed/],
    ['a truncated file, packed', brotliCompressSync(bytesOf(FLOW).subarray(1)), /^byte 0: a count of/],
    ['an unknown type', bytesOf([[3, 1, 1, 1]]), 'byte 4: message 0 has the flags 3'],
    [
      'an unknown flag',
      bytesOf([
        [NEW, 1, 1, 1],
        [16, 1, 1, 1],
      ]),
      'byte 5: message 1 has the flags 16',
    ],
    ['no quantity', bytesOf([[NEW, 0, 1, 1]]), 'byte 5: message 0 has no quantity'],
    ['no price', bytesOf([[MODIFY, 1, 1, 0]]), 'byte 10: message 0 has the price 0'],
    ['too high a price', bytesOf([[NEW, 1, 1, 0x7fffffff]]), 'byte 10: message 0 has the price 2147483647'],
  ])('refuses %s and names the byte', (_what, bytes, message) => {
    expect(() => readFlash1(bytes)).toThrow(message);
  });
});

test('any flow makes the same reports in both books', () => {
  const message = fc.tuple(
    fc.constantFrom(NEW, NEW | SELL, NEW | IOC, NEW | SELL | IOC, CANCEL, MODIFY, MODIFY | SELL),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 30 }),
    fc.integer({ min: 100, max: 106 }),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 120 }), (all) => {
      const isKnown = new Set<number>();
      const messages = all.filter(([flags, , id]) => {
        const isRepeated = (flags & 3) === NEW && isKnown.has(id);
        isKnown.add(id);
        return !isRepeated;
      });
      const [fast, naive] = [createFastBook, createNaiveBook].map((createBook) => {
        const replay = new Flash1Replay(createBook, messages.length);
        replay.run(readFlash1(bytesOf(messages)));
        return replay.reports.rows.subarray(0, replay.reports.length);
      });
      expect(fast).toEqual(naive);
    }),
  );
});
