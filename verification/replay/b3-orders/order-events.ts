import { BUY, MAX_PRICE_TICKS, MAX_QUANTITY, SELL } from '#engine/core/codes.ts';
import { BadFile, badLine } from '../input/bad-file.ts';
import { clip, rowsOf, wholeField, type Row } from '../input/csv-rows.ts';

/** What happened to an order. */
export type EventKind = 'NEW' | 'CHANGE' | 'END' | 'TRADE' | 'NOTE';

/** One order event of the exchange's own record. */
export interface OrderEvent {
  readonly line: number;
  readonly symbol: string;
  /** The exchange's sequence of the symbol's events. */
  readonly genId: number;
  readonly time: string;
  readonly side: number;
  readonly orderId: string;
  readonly kind: EventKind;
  /** Of the order, not of a trade; 0 for a market order. */
  readonly priceCents: number;
  readonly totalQuantity: number;
  /** Shares filled so far, this event's included. */
  readonly tradedQuantity: number;
  readonly role: 'TAKER' | 'MAKER' | 'NONE';
}

/** What the exchange calls its events. A stop that waits is in no book, so what concerns its trigger alone is a note. */
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
  readonly places: Readonly<Record<Column, number>>;
}

/**
 * Reads a file of order events: comma-separated, columns named by a header, in any order.
 *
 * @throws BadFile with the line of the first thing that is wrong
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
  const places = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)]));
  return { width: names.length, places: places as Record<Column, number> };
}

function eventOf(row: Row, { width, places }: Header): OrderEvent {
  if (row.fields.length !== width)
    throw badLine(row.line, `has ${row.fields.length} fields, the header ${width}`);
  const whole = (column: Column, min: number, max: number): number =>
    wholeField(row, places[column], column, min, max);
  const totalQuantity = whole('total_qty', 0, MAX_QUANTITY);
  return {
    line: row.line,
    symbol: textOf(row, places.symbol, 'symbol', /^[\w.-]{1,40}$/),
    genId: whole('gen_id', 0, Number.MAX_SAFE_INTEGER),
    time: textOf(row, places.time, 'time', /^\d\d:\d\d:\d\d(\.\d{1,9})?$/),
    side: named(row, places.side, 'side', SIDES),
    orderId: textOf(row, places.order_id, 'order_id', /^[\w-]{1,40}$/),
    kind: named(row, places.exec_type, 'exec_type', KINDS),
    priceCents: whole('price_cents', 0, MAX_PRICE_TICKS),
    totalQuantity,
    tradedQuantity: whole('traded_qty', 0, totalQuantity),
    role: ROLES[whole('aggressor', 0, 2)] ?? 'NONE',
  };
}

function textOf(row: Row, place: number, name: string, form: RegExp): string {
  const text = row.fields[place] ?? '';
  if (!form.test(text)) throw badLine(row.line, `${name} is '${clip(text)}'`);
  return text;
}

function named<T>(row: Row, place: number, name: string, values: ReadonlyMap<string, T>): T {
  const text = row.fields[place] ?? '';
  const value = values.get(text.toLowerCase());
  if (value === undefined)
    throw badLine(row.line, `${name} is '${clip(text)}', not one of ${[...values.keys()].join(', ')}`);
  return value;
}

/** A command with the trades that the exchange told after it. */
export interface CommandGroup {
  /** Absent where trades stand without a command before them: at the file's beginning, after a stop's trigger. */
  readonly command: OrderEvent | undefined;
  readonly trades: readonly OrderEvent[];
}

/** One symbol's events as commands with their trades, in the exchange's order. */
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

/** The events of each symbol, in the order in which the file names the symbols. */
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
