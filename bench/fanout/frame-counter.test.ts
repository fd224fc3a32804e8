import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameCounter } from './frame-counter.ts';

/** A frame as a server sends it. */
function frameOf(bytes: number, opcode: number): Buffer {
  const head = Buffer.alloc(bytes > 65_535 ? 10 : bytes > 125 ? 4 : 2);
  head[0] = 0x80 | opcode;
  head[1] = bytes > 65_535 ? 127 : bytes > 125 ? 126 : bytes;
  if (head.length === 10) head.writeBigUInt64BE(BigInt(bytes), 2);
  if (head.length === 4) head.writeUInt16BE(bytes, 2);
  return Buffer.concat([head, Buffer.alloc(bytes, 'x')]);
}

test('counts each data frame once, however its bytes arrive', () => {
  const frames = fc.array(
    fc.record({ bytes: fc.constantFrom(0, 1, 125, 126, 300, 70_000), isPing: fc.boolean() }),
  );
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 4_000 }), (sent, chunkBytes) => {
      const all = Buffer.concat(
        sent.map(({ bytes, isPing }) => frameOf(isPing ? Math.min(bytes, 125) : bytes, isPing ? 9 : 1)),
      );
      const counter = createFrameCounter();
      let counted = 0;
      for (let from = 0; from < all.length; from += chunkBytes)
        counted += counter.take(all.subarray(from, from + chunkBytes));
      expect(counted).toBe(sent.filter(({ isPing }) => !isPing).length);
    }),
    { numRuns: 100 },
  );
});
