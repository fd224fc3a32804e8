import { createHash } from 'node:crypto';
import type { BookFactory } from '#engine/core/matching-book.ts';
import type { CoreCommand } from '#engine/exchange/commands.ts';
import { createExchange, restoreExchange, type Exchange } from '#engine/exchange/exchange.ts';
import { exchangeSnapshotSchema } from '#engine/exchange/snapshot/snapshot.ts';
import type { CoreEvent } from '#engine/exchange/command-context.ts';
import type { Random } from './dice.ts';
import { ExchangeCommandGenerator } from './exchange-generator.ts';

export interface ExchangeComparisonOptions {
  readonly commands: number;
  /** After so many commands the states are compared, and the second exchange goes on from a snapshot of itself. */
  readonly checkEvery: number;
  /** Of a hundred orders those with fields of any value. */
  readonly brokenPercent?: number;
  readonly onProgress?: (done: number) => void;
}

/** Where two exchanges went apart first. */
export interface ExchangeDifference {
  /** Number of the command, from 0. */
  readonly at: number;
  readonly command: CoreCommand;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface ExchangeComparison {
  readonly commands: number;
  /** Reports and messages by type, rejected ones with their rule, ends with their reason. */
  readonly events: Readonly<Record<string, number>>;
  /** SHA-256 of all events as JSON lines, and of the last state. */
  readonly eventsHash: string;
  readonly stateHash: string;
  readonly difference: ExchangeDifference | null;
}

/** So little that much of it is forgotten on the way. */
const LIMITS = { commandIds: 1_000, endedOrders: 1_000 };

/**
 * Gives one seeded stream to whole exchanges over two books, and compares what they answer after each command and
 * their states along the way. An error of either ends the comparison as a difference.
 */
export function compareExchanges(
  [expected, actual]: readonly [BookFactory, BookFactory],
  random: Random,
  options: ExchangeComparisonOptions,
): ExchangeComparison {
  const one = createExchange({ book: expected, limits: LIMITS });
  let other = createExchange({ book: actual, limits: LIMITS });
  const generator = new ExchangeCommandGenerator(random, options);
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let difference: ExchangeDifference | null = null;
  let at = 0;
  for (; at < options.commands && difference === null; at++) {
    const { command, atMs } = generator.next(one.state);
    const events = answerOf(one, command, atMs, counts);
    const told = answerOf(other, command, atMs);
    hash.update(events);
    if (events !== told || events.startsWith(BROKEN))
      difference = { at, command, expected: linesOf(events), actual: linesOf(told) };
    else if ((at + 1) % options.checkEvery === 0 || at + 1 === options.commands) {
      difference = stateDifference(at, command, one, other);
      other = restored(other, actual);
    }
    options.onProgress?.(at);
  }
  const events = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { commands: at, events, eventsHash: hash.digest('hex'), stateHash: one.stateHash(), difference };
}

/** Begins the answer of an exchange that threw, which none may do. */
const BROKEN = '!';

/** What a command makes, a line an event; an error is a line too. */
function answerOf(
  exchange: Exchange,
  command: CoreCommand,
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
    return `${BROKEN}${String(error)}\n`;
  }
}

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

function nameOf(event: CoreEvent): string {
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
  command: CoreCommand,
  one: Exchange,
  other: Exchange,
): ExchangeDifference | null {
  if (one.stateHash() === other.stateHash()) return null;
  return { at, command, expected: one.capture(), actual: other.capture() };
}

/** The exchange as a restart finds it: through a text. */
const restored = (exchange: Exchange, book: BookFactory): Exchange =>
  restoreExchange(exchangeSnapshotSchema.parse(JSON.parse(JSON.stringify(exchange.capture()))), {
    book,
    limits: LIMITS,
  });
