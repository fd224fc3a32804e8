import { BUY, MAX_PRICE_TICKS, MAX_QUANTITY, SELL } from '#engine/core/codes.ts';
import { BadFile, badLine } from '../input/bad-file.ts';
import { clip, rowsOf, wholeField, type Row } from '../input/csv-rows.ts';

/** Types of messages. A hidden execution, a cross and a halt do not change the visible book. */
export const MESSAGE = { SUBMIT: 1, REDUCE: 2, DELETE: 3, EXECUTE: 4, HIDDEN: 5, CROSS: 6, HALT: 7 } as const;

export interface Message {
  readonly line: number;
  readonly type: number;
  readonly orderId: string;
  readonly size: number;
  /** In ten-thousandths of a dollar. */
  readonly price: number;
  /** Side of the resting order. */
  readonly side: number;
}

/** Visible levels of one side, best first. */
export type VisibleLevels = readonly { readonly price: number; readonly size: number }[];

/** The book after a message. */
export interface VisibleBook {
  readonly line: number;
  /** By side: bids, asks. */
  readonly sides: readonly [VisibleLevels, VisibleLevels];
}

const MESSAGE_FIELDS = 6;
const FIELDS_OF_LEVEL = 4;

/** Price of an empty level in the file, far above any real price. */
const EMPTY_PRICE = 9_999_999_999;

/** Messages of a file, one by one. @throws BadFile with the line of an error, when iteration reaches it */
function* messagesOf(bytes: Uint8Array): Generator<Message> {
  for (const row of rowsOf(bytes)) yield messageOf(row);
}

function messageOf(row: Row): Message {
  if (row.fields.length < MESSAGE_FIELDS)
    throw badLine(row.line, `has ${row.fields.length} fields, a message has ${MESSAGE_FIELDS}`);
  const type = wholeField(row, 1, 'type', MESSAGE.SUBMIT, MESSAGE.HALT);
  const [time = '', , orderId = ''] = row.fields;
  if (!/^\d+(\.\d+)?$/.test(time)) throw badLine(row.line, `time is '${clip(time)}'`);
  if (!/^-?\d{1,20}$/.test(orderId)) throw badLine(row.line, `order id is '${clip(orderId)}'`);
  const isOfBook = type <= MESSAGE.EXECUTE;
  return {
    line: row.line,
    type,
    orderId,
    size: wholeField(row, 3, 'size', isOfBook ? 1 : 0, MAX_QUANTITY),
    price: wholeField(row, 4, 'price', isOfBook ? 1 : -1, MAX_PRICE_TICKS),
    side: sideOf(row),
  };
}

function sideOf(row: Row): number {
  const direction = wholeField(row, 5, 'direction', -1, 1);
  if (direction === 0) throw badLine(row.line, "direction is '0', not 1 or -1");
  return direction === 1 ? BUY : SELL;
}

/** Books of a file, one by one. @throws BadFile with the line of an error, when iteration reaches it */
export function* booksOf(bytes: Uint8Array): Generator<VisibleBook & { readonly depth: number }> {
  let width = 0;
  for (const row of rowsOf(bytes)) {
    if (width === 0) width = row.fields.length;
    if (row.fields.length !== width || width % FIELDS_OF_LEVEL !== 0)
      throw badLine(row.line, `has ${row.fields.length} fields, not four for each level`);
    yield {
      line: row.line,
      depth: width / FIELDS_OF_LEVEL,
      sides: [levelsOf(row, BUY), levelsOf(row, SELL)],
    };
  }
}

function levelsOf(row: Row, side: number): VisibleLevels {
  const levels: { price: number; size: number }[] = [];
  const from = side === SELL ? 0 : 2;
  for (let at = from; at < row.fields.length; at += FIELDS_OF_LEVEL) {
    const size = wholeField(row, at + 1, 'size', 0, Number.MAX_SAFE_INTEGER);
    const price = wholeField(row, at, 'price', -EMPTY_PRICE, EMPTY_PRICE);
    if (size === 0) continue;
    if (price < 1 || price > MAX_PRICE_TICKS) throw badLine(row.line, `price is '${price}'`);
    const before = levels.at(-1)?.price;
    if (before !== undefined && (side === SELL ? price <= before : price >= before))
      throw badLine(row.line, `price ${price} is not worse than ${before}, the price of the level before`);
    levels.push({ price, size });
  }
  return levels;
}

/** Messages with the book after each. @throws BadFile if the files have different numbers of lines */
export function* pairedRows(
  messages: Uint8Array,
  books: Uint8Array,
): Generator<{ readonly message: Message; readonly book: VisibleBook; readonly depth: number }> {
  const bookRows = booksOf(books);
  let line = 0;
  for (const message of messagesOf(messages)) {
    const next = bookRows.next();
    if (next.done) throw new BadFile(`the book has ${line} lines, the messages have more`);
    line = message.line;
    yield { message, book: next.value, depth: next.value.depth };
  }
  if (!bookRows.next().done) throw new BadFile(`the messages have ${line} lines, the book has more`);
}
