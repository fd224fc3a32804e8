import { createHash } from 'node:crypto';
import type { BookFactory } from '#engine/core/matching-book.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { createExchange, restoreExchange, type Exchange } from '#engine/exchange/exchange.ts';
import { exchangeSnapshotSchema } from '#engine/exchange/snapshot/snapshot.ts';
import type { ExchangeEvent } from '#engine/exchange/command-context.ts';
import type { Comparison, Difference } from '../comparison.ts';
import type { Random } from '../generate/dice.ts';
import { ExchangeCommandGenerator } from './exchange-commands.ts';

export interface ExchangeComparisonOptions {
  readonly commands: number;
  /** Commands between two comparisons of the states; at each the candidate restarts from its own snapshot. */
  readonly checkEvery: number;
  /** Percentage of orders with arbitrary values in some fields. */
  readonly brokenPercent?: number;
  readonly onProgress?: (done: number) => void;
}

/** Low limits, so that the exchanges drop old ids during the comparison. */
const LIMITS = { commandIds: 1_000, endedOrders: 1_000 };

/**
 * Applies one seeded stream of commands to two exchanges, over a reference and a candidate book. Compares the events after
 * each command and the states from time to time. An error of either ends the comparison as a difference.
 */
export function compareExchanges(
  [expected, actual]: readonly [BookFactory, BookFactory],
  random: Random,
  options: ExchangeComparisonOptions,
): Comparison<ExchangeCommand> {
  const reference = createExchange({ book: expected, limits: LIMITS });
  let candidate = createExchange({ book: actual, limits: LIMITS });
  const generator = new ExchangeCommandGenerator(random, options);
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let difference: Difference<ExchangeCommand> | null = null;
  let at = 0;
  for (; at < options.commands && difference === null; at++) {
    const { command, atMs } = generator.next(reference.state);
    const expectedEvents = eventsOf(reference, command, atMs, counts);
    const actualEvents = eventsOf(candidate, command, atMs);
    hash.update(expectedEvents);
    if (expectedEvents !== actualEvents || expectedEvents.startsWith(ERROR_MARK))
      difference = { at, command, expected: linesOf(expectedEvents), actual: linesOf(actualEvents) };
    else if ((at + 1) % options.checkEvery === 0 || at + 1 === options.commands) {
      difference = stateDifference(at, command, reference, candidate);
      candidate = restored(candidate, actual);
    }
    options.onProgress?.(at);
  }
  const events = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    commands: at,
    events,
    eventsHash: hash.digest('hex'),
    stateHash: reference.stateHash(),
    difference,
  };
}

/** First character of the events of an exchange that threw, which is never correct. */
const ERROR_MARK = '!';

/** Applies a command; returns its events as JSON, or the error, one a line. */
function eventsOf(
  exchange: Exchange,
  command: ExchangeCommand,
  atMs: number,
  counts?: Record<string, number>,
): string {
  try {
    let text = '';
    for (const event of exchange.apply(command, atMs)) {
      text += `${JSON.stringify(event)}\n`;
      if (counts) counts[nameOf(event)] = (counts[nameOf(event)] ?? 0) + 1;
    }
    return text;
  } catch (error) {
    return `${ERROR_MARK}${String(error)}\n`;
  }
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

function nameOf(event: ExchangeEvent): string {
  if (event.kind === 'MARKET_DATA') {
    const { message } = event;
    return message.type === 'PHASE_CHANGED' ? `${message.type} ${message.cause ?? 'SCHEDULE'}` : message.type;
  }
  const { report } = event;
  if ('rule' in report) return `${report.type} ${report.rule}`;
  if ('reason' in report) return `${report.type} ${report.reason}`;
  return report.type === 'FILLED' ? `${report.type} ${report.liquidity}` : report.type;
}

function stateDifference(
  at: number,
  command: ExchangeCommand,
  reference: Exchange,
  candidate: Exchange,
): Difference<ExchangeCommand> | null {
  if (reference.stateHash() === candidate.stateHash()) return null;
  return { at, command, expected: reference.capture(), actual: candidate.capture() };
}

/** The exchange after a restart: restored from its snapshot as text. */
const restored = (exchange: Exchange, book: BookFactory): Exchange =>
  restoreExchange(exchangeSnapshotSchema.parse(JSON.parse(JSON.stringify(exchange.capture()))), {
    book,
    limits: LIMITS,
  });
