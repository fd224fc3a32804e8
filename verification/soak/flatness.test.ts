import { expect, test } from 'vitest';
import { growthOf, type Sample } from './flatness.ts';

const MIB = 1024 * 1024;
const curve = (
  heapMib: (index: number) => number,
  handles: (index: number) => number = () => 1_000,
): Sample[] =>
  Array.from({ length: 40 }, (_, index) => ({
    second: index * 5,
    heapBytes: heapMib(index) * MIB,
    residentBytes: 200 * MIB,
    handles: handles(index),
  }));

test('a curve that is flat after its warm-up has no fault, nor one that swings', () => {
  expect(growthOf(curve((index) => 60 + Math.min(index, 8)))).toEqual([]);
  expect(growthOf(curve((index) => 60 + (index % 5)))).toEqual([]);
});

test('memory and handles that grow are faults', () => {
  expect(growthOf(curve((index) => 60 + index))).toEqual([expect.stringContaining('heap and buffers')]);
  expect(
    growthOf(
      curve(
        () => 60,
        (index) => 1_000 + index * 10,
      ),
    ),
  ).toEqual([expect.stringContaining('handles')]);
});
