import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { NO_PROTECTIONS, protectionsOn, type Protections } from '#domain/market/protections.ts';
import type { BookFactory } from '#engine/core/matching-book.ts';
import type { ExchangeCommand, SetPhase } from '#engine/exchange/commands.ts';
import { protectionsCommand } from '#engine/edge/schedule/phase-schedule.ts';
import { createExchange, type Exchange } from '#engine/exchange/exchange.ts';
import { nextDueMs } from '#engine/exchange/phases/due.ts';
import type { ExchangeEvent } from '#engine/exchange/command-context.ts';
import { DAY, define } from './commands.ts';

const HOURS: readonly (readonly [SetPhase['phase'], string, string | null])[] = [
  ['PRE_OPEN', '09:30', '09:45'],
  ['OPENING_CALL', '09:45', '10:00'],
  ['CONTINUOUS', '10:00', '16:55'],
  ['CLOSING_CALL', '16:55', '17:00'],
  ['CLOSED', '17:00', null],
];

/** The instant of `HH:MM` or `HH:MM:SS` on a day in Sao Paulo. */
export function instant(time: string, day: string = DAY): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return instantOf(day, hours * 60 + minutes) + seconds * 1_000;
}

/** The command of a phase, at its scheduled time. */
export function phase(name: SetPhase['phase'], day: string = DAY): SetPhase {
  const [, from = '', until = null] = HOURS.find(([known]) => known === name) ?? [];
  const endsAtMs = until === null ? {} : { endsAtMs: instant(until, day) };
  return {
    v: 1,
    type: 'SET_PHASE',
    group: 'CASH',
    phase: name,
    tradeDate: day,
    startsAtMs: instant(from, day),
    ...endsAtMs,
  };
}

/** An exchange with PETR4 under B3's protections. Its methods return events as lines of text. */
export class TradingDay {
  readonly exchange: Exchange;
  private day = DAY;

  constructor(book: BookFactory, protections: Protections = protectionsOn(DAY)) {
    this.exchange = createExchange({ book });
    this.exchange.apply(protectionsCommand(protections), instant('09:00'));
    this.exchange.apply(define(), instant('09:00'));
  }

  /** Applies the phases of the day up to this one. */
  upTo(name: SetPhase['phase'], day: string = DAY): string[] {
    this.day = day;
    const lines: string[] = [];
    for (const [known, from] of HOURS) {
      lines.push(...this.at(from, phase(known, day)));
      if (known === name) break;
    }
    return lines;
  }

  /** Applies due work of a time, then the commands. */
  at(time: string, ...commands: readonly ExchangeCommand[]): string[] {
    const atMs = instant(time, this.day);
    const lines: string[] = [];
    const apply = (command: ExchangeCommand): void => {
      for (const event of this.exchange.apply(command, atMs)) lines.push(...lineOf(event));
    };
    if ((nextDueMs(this.exchange.state) ?? Infinity) <= atMs) apply({ v: 1, type: 'TIME' });
    commands.forEach(apply);
    return lines;
  }
}

/** A day in continuous trading, without any trade so far. */
export function openDay(book: BookFactory): TradingDay {
  const day = new TradingDay(book);
  day.upTo('CONTINUOUS');
  return day;
}

export const unprotected = NO_PROTECTIONS;

const timeOf = (atMs: number): string => {
  const time = new Date(atMs - 3 * 3_600_000).toISOString().slice(11, 19);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
};

/** `10:00 CONTINUOUS until 16:55`, `10:00 trade 100 at 2890`, `17:00 a EXPIRED END_OF_DAY`; none for other events. */
function lineOf(event: ExchangeEvent): string[] {
  if (event.kind === 'MARKET_DATA') {
    const { message } = event;
    const time = timeOf(message.atMs);
    if (message.type === 'TRADE') return [`${time} trade ${message.quantity} at ${message.priceTicks}`];
    if (message.type !== 'PHASE_CHANGED') return [];
    const cause = message.cause ? ` ${message.cause}` : '';
    return [
      `${time} ${message.phase}${cause}${message.endsAtMs ? ` until ${timeOf(message.endsAtMs)}` : ''}`,
    ];
  }
  const { report } = event;
  const time = timeOf(report.atMs);
  if (report.type === 'EXPIRED') return [`${time} ${report.orderId} EXPIRED ${report.reason}`];
  if (report.type === 'REJECTED') return [`${time} ${report.orderId} REJECTED ${report.rule}`];
  return report.type === 'TRIGGERED' ? [`${time} ${report.orderId} TRIGGERED`] : [];
}
