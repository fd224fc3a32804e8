import { BUY, MAX_PRICE_TICKS, MAX_QUANTITY, SELL } from '#engine/core/codes.ts';
import { BadFile, badLine } from '../input/bad-file.ts';
import { clip, rowsOf, wholeField, type Row } from '../input/csv-rows.ts';

/** Kinds of events of an order; a NOTE changes nothing in the book. */
export type EventKind = 'NEW' | 'CHANGE' | 'END' | 'TRADE' | 'NOTE';

/** One order event from the exchange's file. */
export interface OrderEvent {
  readonly line: number;
  readonly symbol: string;
  /** The exchange's sequence of the symbol's events. */
  readonly genId: number;
  readonly time: string;
  readonly side: number;
  readonly orderId: string;
  readonly kind: EventKind;
  /** Limit price of the order, not the price of a trade; 0 for a market order. */
  readonly priceCents: number;
  readonly totalQuantity: number;
  /** Filled shares, this event included. */
  readonly tradedQuantity: number;
  readonly role: 'TAKER' | 'MAKER' | 'NONE';
}

/** Kinds by the exchange's names. A waiting stop is not in the book, so an event of its stop price alone is a NOTE. */
const KINDS: ReadonlyMap<string, EventKind> = new Map([
  ['new', 'NEW'],
  ['update', 'CHANGE'],
  ['reentry', 'CHANGE'],
  ['cancel', 'END'],
  ['expire', 'END'],
  ['remove', 'END'],
  ['trade', 'TRADE'],
  ['reject', 'NOTE'],
  ['new stop price', 'NOTE'],
  ['stop price triggered', 'NOTE'],
]);

const SIDES: ReadonlyMap<string, number> = new Map([
  ['buy', BUY],
  ['sell', SELL],
]);

const ROLES = ['NONE', 'TAKER', 'MAKER'] as const;

const COLUMNS = [
  'symbol',
  'gen_id',
  'time',
  'side',
  'order_id',
  'exec_type',
  'price_cents',
  'total_qty',
  'traded_qty',
  'aggressor',
] as const;
type Column = (typeof COLUMNS)[number];

interface Header {
  readonly width: number;
  readonly indexes: Readonly<Record<Column, number>>;
}

/**
 * Reads a CSV file of order events. A header names the columns, in any order.
 *
 * @throws BadFile with the line of the first error
 */
export function readOrderEvents(bytes: Uint8Array): OrderEvent[] {
  const rows = rowsOf(bytes);
  const header = headerOf(rows.next().value as Row);
  const events: OrderEvent[] = [];
  for (const row of rows) events.push(eventOf(row, header));
  return events;
}

function headerOf(row: Row): Header {
  const names = row.fields.map((name) => name.trim().toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw badLine(row.line, `the header does not name ${missing.join(', ')}`);
  const indexes = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)]));
  return { width: names.length, indexes: indexes as Record<Column, number> };
}

function eventOf(row: Row, { width, indexes }: Header): OrderEvent {
  if (row.fields.length !== width)
    throw badLine(row.line, `has ${row.fields.length} fields, the header ${width}`);
  const whole = (column: Column, min: number, max: number): number =>
    wholeField(row, indexes[column], column, min, max);
  const totalQuantity = whole('total_qty', 0, MAX_QUANTITY);
  return {
    line: row.line,
    symbol: textOf(row, indexes.symbol, 'symbol', /^[\w.-]{1,40}$/),
    genId: whole('gen_id', 0, Number.MAX_SAFE_INTEGER),
    time: textOf(row, indexes.time, 'time', /^\d\d:\d\d:\d\d(\.\d{1,9})?$/),
    side: valueOf(row, indexes.side, 'side', SIDES),
    orderId: textOf(row, indexes.order_id, 'order_id', /^[\w-]{1,40}$/),
    kind: valueOf(row, indexes.exec_type, 'exec_type', KINDS),
    priceCents: whole('price_cents', 0, MAX_PRICE_TICKS),
    totalQuantity,
    tradedQuantity: whole('traded_qty', 0, totalQuantity),
    role: ROLES[whole('aggressor', 0, 2)] ?? 'NONE',
  };
}

function textOf(row: Row, index: number, name: string, pattern: RegExp): string {
  const text = row.fields[index] ?? '';
  if (!pattern.test(text)) throw badLine(row.line, `${name} is '${clip(text)}'`);
  return text;
}

function valueOf<T>(row: Row, index: number, name: string, values: ReadonlyMap<string, T>): T {
  const text = row.fields[index] ?? '';
  const value = values.get(text.toLowerCase());
  if (value === undefined)
    throw badLine(row.line, `${name} is '${clip(text)}', not one of ${[...values.keys()].join(', ')}`);
  return value;
}

/** A command with the trades that follow it in the file. */
export interface CommandGroup {
  /** Absent for trades without a command: at the beginning of the file. */
  readonly command: OrderEvent | undefined;
  readonly trades: readonly OrderEvent[];
}

/** One symbol's events grouped into commands with their trades, in order of the exchange's sequence. */
export function groupsOf(events: readonly OrderEvent[]): CommandGroup[] {
  const sorted = [...events].sort((a, b) => a.genId - b.genId || a.line - b.line);
  const groups: { command: OrderEvent | undefined; trades: OrderEvent[] }[] = [];
  for (const event of sorted) {
    const last = groups.at(-1);
    if (event.kind !== 'TRADE') groups.push({ command: event, trades: [] });
    else if (last) last.trades.push(event);
    else groups.push({ command: undefined, trades: [event] });
  }
  return groups;
}

/** The events by symbol, in the order in which the symbols first appear in the file. */
export function eventsBySymbol(events: readonly OrderEvent[]): Map<string, OrderEvent[]> {
  if (events.length === 0) throw new BadFile('the file has no events');
  const found = new Map<string, OrderEvent[]>();
  for (const event of events) {
    const own = found.get(event.symbol);
    if (own) own.push(event);
    else found.set(event.symbol, [event]);
  }
  return found;
}
