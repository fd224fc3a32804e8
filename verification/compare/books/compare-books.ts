import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { NO_TUNNELS, type BookRules } from '#engine/core/book-rules.ts';
import type { BookSnapshot } from '#engine/core/book-snapshot.ts';
import { AUCTION_CAUSES, CANCEL_REASONS, EXPIRY_REASONS, ruleOf } from '#engine/core/codes.ts';
import { EVENT, EVENT_STRIDE } from '#engine/core/event-ring.ts';
import type { BookFactory } from '#engine/core/matching-book.ts';
import type { BookCommand } from './book-command.ts';
import { BookRunner } from './book-runner.ts';
import type { Random } from '../generate/dice.ts';
import type { ClimateOptions } from '../generate/conditions.ts';
import { CommandGenerator } from '../generate/book-commands.ts';

/** Rules that a book starts with in a comparison. */
export const PLAIN_RULES: BookRules = {
  isActive: true,
  lotSize: 1,
  maxOrderQuantity: 100_000,
  lowestTicks: 1,
  highestTicks: 100_000,
  tunnels: NO_TUNNELS,
};

export interface ComparisonOptions extends ClimateOptions {
  readonly commands: number;
  /** Snapshots are compared after as many commands. */
  readonly checkEvery: number;
  /** Looks at a snapshot in which both agree. @throws Error when something is wrong with it */
  readonly check?: (snapshot: BookSnapshot, runner: BookRunner) => void;
  readonly onProgress?: (done: number) => void;
}

/** Where two books went apart first. */
export interface Difference {
  /** Number of the command, from 0. */
  readonly at: number;
  readonly command: BookCommand;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface Comparison {
  readonly commands: number;
  /** Rows by the name of their type, with the rule or the reason where there is one. */
  readonly events: Readonly<Record<string, number>>;
  /** SHA-256 of all rows, and of the last snapshot. */
  readonly eventsHash: string;
  readonly stateHash: string;
  readonly difference: Difference | null;
}

/**
 * Gives one seeded stream to two books and compares the rows after each command and the snapshots along the way. The
 * stream is made by looking at the first one; an error of either ends the comparison as a difference.
 */
export function compareBooks(
  [expected, actual]: readonly [BookFactory, BookFactory],
  random: Random,
  options: ComparisonOptions,
): Comparison {
  const one = new BookRunner(expected, PLAIN_RULES);
  const other = new BookRunner(actual, PLAIN_RULES);
  const generator = new CommandGenerator(random, options);
  const hash = createHash('sha256');
  const counts = new EventCounts();
  let difference: Difference | null = null;
  let at = 0;
  for (; at < options.commands && difference === null; at++) {
    const command = generator.next(viewOf(one));
    const rows = one.apply(command);
    hash.update(rows);
    counts.add(rows);
    difference = differenceOf(at, command, rows, () => other.apply(command));
    const isCheck = (at + 1) % options.checkEvery === 0 || at + 1 === options.commands;
    if (difference === null && isCheck) difference = stateDifference(at, command, one, other);
    if (difference === null && isCheck) options.check?.(one.book.capture(), one);
    options.onProgress?.(at);
  }
  return {
    commands: at,
    events: counts.named(),
    eventsHash: hash.digest('hex'),
    stateHash: createHash('sha256').update(JSON.stringify(one.book.capture())).digest('hex'),
    difference,
  };
}

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
): Difference | null {
  try {
    const told = apply();
    if (isSame(rows, told)) return null;
    return { at, command, expected: readable(rows), actual: readable(told) };
  } catch (error) {
    return { at, command, expected: readable(rows), actual: String(error) };
  }
}

function stateDifference(
  at: number,
  command: BookCommand,
  one: BookRunner,
  other: BookRunner,
): Difference | null {
  const expected = one.book.capture();
  const actual = other.book.capture();
  return isDeepStrictEqual(expected, actual) ? null : { at, command, expected, actual };
}

const isSame = (one: Int32Array, other: Int32Array): boolean =>
  one.length === other.length && one.every((value, at) => value === other[at]);

const NAMES = new Map<number, string>(Object.entries(EVENT).map(([name, code]) => [code, name]));

/** Rows as text, one a line. */
export function readable(rows: Int32Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rows.length; at += EVENT_STRIDE) {
    const [type = 0, ...fields] = rows.subarray(at, at + EVENT_STRIDE);
    lines.push(`${NAMES.get(type) ?? type} ${fields.join(' ')}`);
  }
  return lines;
}

/** Where a row says why, and in what words. */
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
