import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { NO_TUNNELS, type BookRules } from '#engine/core/book-rules.ts';
import type { BookSnapshot } from '#engine/core/book-snapshot.ts';
import { AUCTION_CAUSES, CANCEL_REASONS, EXPIRY_REASONS, ruleOf } from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE } from '#engine/core/event-ring.ts';
import type { BookFactory } from '#engine/core/matching-book.ts';
import type { Comparison, Difference } from '../comparison.ts';
import type { BookCommand } from './book-command.ts';
import { BookRunner } from './book-runner.ts';
import type { Random } from '../generate/dice.ts';
import type { ConditionOptions } from '../generate/conditions.ts';
import { BookCommandGenerator } from '../generate/book-commands.ts';

/** Rules of a book at the start of a comparison. */
export const PLAIN_RULES: BookRules = {
  isActive: true,
  lotSize: 1,
  maxOrderQuantity: 100_000,
  lowestTicks: 1,
  highestTicks: 100_000,
  tunnels: NO_TUNNELS,
};

export interface BookComparisonOptions extends ConditionOptions {
  readonly commands: number;
  /** Commands between two comparisons of the snapshots. */
  readonly checkEvery: number;
  /** Checks a snapshot in which both agree. @throws Error naming the broken invariant */
  readonly check?: (snapshot: BookSnapshot, runner: BookRunner) => void;
  readonly onProgress?: (done: number) => void;
}

/**
 * Applies one seeded stream of commands to a reference and a candidate book. Compares the event rows after each command
 * and the snapshots from time to time. The generator sees the state of the reference. An error of the candidate ends the
 * comparison as a difference.
 */
export function compareBooks(
  [expected, actual]: readonly [BookFactory, BookFactory],
  random: Random,
  options: BookComparisonOptions,
): Comparison<BookCommand> {
  const reference = new BookRunner(expected, PLAIN_RULES);
  const candidate = new BookRunner(actual, PLAIN_RULES);
  const generator = new BookCommandGenerator(random, options);
  const hash = createHash('sha256');
  const counts = new EventCounts();
  let difference: Difference<BookCommand> | null = null;
  let at = 0;
  for (; at < options.commands && difference === null; at++) {
    const command = generator.next(viewOf(reference));
    const rows = reference.apply(command);
    hash.update(rows);
    counts.add(rows);
    difference = differenceOf(at, command, rows, () => candidate.apply(command));
    const isCheck = (at + 1) % options.checkEvery === 0 || at + 1 === options.commands;
    if (difference === null && isCheck) difference = stateDifference(at, command, reference, candidate);
    if (difference === null && isCheck) options.check?.(reference.book.capture(), reference);
    options.onProgress?.(at);
  }
  return {
    commands: at,
    events: counts.named(),
    eventsHash: hash.digest('hex'),
    stateHash: createHash('sha256').update(JSON.stringify(reference.book.capture())).digest('hex'),
    difference,
  };
}

/** State of a book as its command generator sees it. */
export const viewOf = (runner: BookRunner) => ({
  phase: runner.book.phase,
  openSlots: runner.openSlots,
  filledOf: (slot: number): number => runner.book.filledOf(slot),
});

function differenceOf(
  at: number,
  command: BookCommand,
  rows: Int32Array,
  apply: () => Int32Array,
): Difference<BookCommand> | null {
  try {
    const actual = apply();
    if (isSame(rows, actual)) return null;
    return { at, command, expected: readable(rows), actual: readable(actual) };
  } catch (error) {
    return { at, command, expected: readable(rows), actual: String(error) };
  }
}

function stateDifference(
  at: number,
  command: BookCommand,
  reference: BookRunner,
  candidate: BookRunner,
): Difference<BookCommand> | null {
  const expected = reference.book.capture();
  const actual = candidate.book.capture();
  return isDeepStrictEqual(expected, actual) ? null : { at, command, expected, actual };
}

const isSame = (one: Int32Array, other: Int32Array): boolean =>
  one.length === other.length && one.every((value, at) => value === other[at]);

const NAMES = new Map<number, string>(Object.entries(EVENT).map(([name, code]) => [code, name]));

/** Event rows as text, one row a line. */
export function readable(rows: Int32Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rows.length; at += EVENT_STRIDE) {
    const [type = 0, ...fields] = rows.subarray(at, at + EVENT_STRIDE);
    lines.push(`${NAMES.get(type) ?? type} ${fields.join(' ')}`);
  }
  return lines;
}

/** Index of the reason in a row of a type, and the reason's name. */
const REASONS = new Map<number, { readonly at: number; readonly nameOf: (code: number) => string }>([
  [EVENT.REJECTED, { at: 2, nameOf: ruleOf }],
  [EVENT.REPLACE_REFUSED, { at: 2, nameOf: ruleOf }],
  [EVENT.CANCELED, { at: 3, nameOf: (code) => CANCEL_REASONS[code] ?? '?' }],
  [EVENT.EXPIRED, { at: 3, nameOf: (code) => EXPIRY_REASONS[code] ?? '?' }],
  [EVENT.AUCTION_STARTED, { at: 2, nameOf: (code) => AUCTION_CAUSES[code] ?? '?' }],
]);

/** Counts rows by type and reason. */
class EventCounts {
  private readonly counts = new Map<number, number>();

  add(rows: Int32Array): void {
    for (let at = 0; at < rows.length; at += EVENT_STRIDE) {
      const type = rows[at] ?? 0;
      const reason = REASONS.get(type);
      const key = type * 1_000 + (reason ? (rows[at + reason.at] ?? 0) : 0);
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
  }

  named(): Record<string, number> {
    const sorted = [...this.counts].sort(([one], [other]) => one - other);
    return Object.fromEntries(
      sorted.map(([key, count]) => {
        const type = Math.floor(key / 1_000);
        const reason = REASONS.get(type)?.nameOf(key % 1_000);
        return [`${NAMES.get(type) ?? type}${reason === undefined ? '' : ` ${reason}`}`, count];
      }),
    );
  }
}
