import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerDay } from '#domain/ledger/equity.ts';
import { missingRanges, withSums, type EntryRange, type KnownDays } from './known-days.ts';

/** An entry: the day (1 to 9) whose balance it changes, and its change of cash. Its sequence is its place, from 1. */
interface Entry {
  readonly day: number;
  readonly amount: number;
}
const isoOf = (day: number): string => `2026-03-0${day}`;

/** Sums as the database makes them: each entry of the ranges once for each range that has it. */
function sumsOf(entries: readonly Entry[], ranges: readonly EntryRange[]): readonly LedgerDay[] {
  const days = new Map<string, number>();
  for (const { afterSequence, untilSequence, afterDay, untilDay } of ranges)
    for (const [index, { day, amount }] of entries.entries()) {
      const isIn = index + 1 > (afterSequence ?? 0) && index + 1 <= untilSequence;
      if (isIn && isoOf(day) > afterDay && (untilDay === null || isoOf(day) <= untilDay))
        days.set(isoOf(day), (days.get(isoOf(day)) ?? 0) + amount);
    }
  return [...days].map(([day, amount]) => ({
    day,
    changes: new Map([['BRL', amount]]),
    netFlowCentavos: amount,
  }));
}

const wanted = (sequence: number, day: number) => ({ accountId: 'acc_1', sequence, afterDay: isoOf(day) });

test('reads one after the other give the sums of all entries, whatever days and entries come between them', () => {
  const entry = fc.record({ day: fc.integer({ min: 1, max: 9 }), amount: fc.integer({ min: -9, max: 9 }) });
  const read = fc.record({ added: fc.array(entry, { maxLength: 4 }), day: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(fc.array(read, { minLength: 1, maxLength: 8 }), (reads) => {
      const entries: Entry[] = [];
      let known: KnownDays | undefined;
      for (const { added, day } of reads) {
        entries.push(...added);
        const request = wanted(entries.length, day);
        known = withSums(known, request, sumsOf(entries, missingRanges(known, request)));
        const expected = sumsOf(entries, missingRanges(undefined, request));
        const shown = [...known.days.values()].filter((one) => one.day > isoOf(day));
        expect(new Map(shown.map((one) => [one.day, one]))).toEqual(
          new Map(expected.map((one) => [one.day, one])),
        );
      }
    }),
  );
});

test('a further read of the same days reads the new entries alone, and nothing without any', () => {
  const known = withSums(undefined, wanted(7_000, 5), []);
  expect(missingRanges(known, wanted(7_000, 5))).toEqual([]);
  expect(missingRanges(known, wanted(7_000, 6))).toEqual([]);
  expect(missingRanges(known, wanted(7_002, 6))).toEqual([
    {
      ...{ accountId: 'acc_1', afterSequence: 7_000, untilSequence: 7_002 },
      ...{ afterDay: isoOf(5), untilDay: null },
    },
  ]);
});
