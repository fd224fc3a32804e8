import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecentEntries } from './recent-entries.ts';

const KEEP_BYTES = 8_192;

const batches = fc.array(fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 30,
});

test('keeps the newest records, at most a quarter more than its bytes, and answers null for older ones', () => {
  fc.assert(
    fc.property(batches, (lengths) => {
      const recent = createRecentEntries(KEEP_BYTES);
      const all: Uint8Array[] = [];
      for (const batch of lengths) {
        const payloads = batch.map((length) => new Uint8Array(length));
        recent.add(all.length, payloads);
        all.push(...payloads);
      }
      const oldest = all.findIndex((_, offset) => recent.read(offset, 1) !== null);
      const kept = recent.read(Math.max(0, oldest), all.length) ?? [];
      expect(kept.map(({ offset }) => offset)).toEqual(
        oldest < 0 ? [] : all.slice(oldest).map((_, index) => oldest + index),
      );
      kept.forEach(({ offset, payload }) => expect(payload).toBe(all[offset]));
      expect(kept.reduce((sum, { payload }) => sum + payload.length, 0)).toBeLessThanOrEqual(
        KEEP_BYTES * 1.25,
      );
      // Also empty records take memory.
      expect(kept.length).toBeLessThanOrEqual((KEEP_BYTES * 1.25) / 512);
    }),
  );
});

test('keeps no buffer that its payloads are parts of', () => {
  const recent = createRecentEntries(KEEP_BYTES);
  const slab = new Uint8Array(8_192).map((_, index) => index % 251);
  const payloads = [slab.subarray(0, 100), slab.subarray(4_000, 4_050), new Uint8Array([1, 2, 3])];
  recent.add(0, payloads);
  const kept = recent.read(0, 3)?.map(({ payload }) => payload) ?? [];
  expect(kept.map((payload) => [...payload])).toEqual(payloads.map((payload) => [...payload]));
  const buffers = new Set(kept.map(({ buffer }) => buffer));
  expect([...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(153);
});
