import { isDay } from '#domain/calendar/days.ts';
import { ASSET_KINDS, type AssetKind } from '#domain/market/instrument.ts';
import { safe } from '#domain/money/integer.ts';
import { ratioOf, ratioOfCutDecimal, type Ratio } from '#domain/money/ratio.ts';
import type { TradeSide } from '#domain/notes/trade.ts';
import {
  faultOfFactor,
  type CorporateAction,
  type CorporateActionKind,
} from '#domain/positions/corporate-actions.ts';
import { clip } from '#verification/replay/input/csv-rows.ts';
import { BadLine } from './bad-line.ts';
import { exactUnits, grossCentavosOf, parseEitherDecimal, type PlainDecimal } from './decimals.ts';
import type { Fields } from './header.ts';

/** Highest quantity of one trade, and highest amount in centavos: far above any real trade, far below unsafe integers. */
const MAX_QUANTITY = 1_000_000_000_000;
const MAX_GROSS_CENTAVOS = 1_000_000_000_000_000;

const SIDES = ['BUY', 'SELL', 'SPLIT', 'REVERSE_SPLIT', 'BONUS', 'CAPITAL_RETURN'] as const;

/** A line of the file: a trade or a corporate action. */
export interface Entry {
  readonly line: number;
  readonly day: string;
  readonly ticker: string;
  /** Null: the line names no kind. */
  readonly kind: AssetKind | null;
  /** Amounts of the day's note that this line names, in centavos. */
  readonly brokerageCentavos: number;
  readonly otherCentavos: number;
  readonly content:
    | {
        readonly type: 'TRADE';
        readonly side: TradeSide;
        readonly quantity: number;
        readonly grossCentavos: number;
        readonly isAuction: boolean;
      }
    | { readonly type: 'ACTION'; readonly action: CorporateAction };
}

const isOneOf = <T extends string>(values: readonly T[], text: string): text is T =>
  (values as readonly string[]).includes(text);

/**
 * Reads the fields of a line.
 *
 * @param knownDay the day of the line before, which needs no check
 * @throws BadLine
 */
export function readLine(line: number, fields: Fields, knownDay: string): Entry {
  const { date, ticker, side, kind } = fields;
  if (date !== knownDay && !isDay(date)) throw wrong(line, 'date', date, 'a day such as 2024-07-12');
  if (!/^[A-Z0-9]{3,12}$/.test(ticker)) throw wrong(line, 'ticker', ticker, 'a ticker such as PETR4');
  if (!isOneOf(SIDES, side)) throw wrong(line, 'side', side, SIDES.join(', '));
  if (kind !== '' && !isOneOf(ASSET_KINDS, kind)) throw wrong(line, 'kind', kind, ASSET_KINDS.join(', '));
  return {
    line,
    day: date,
    ticker,
    kind: kind === '' ? null : kind,
    brokerageCentavos: amountOf(line, 'brokerage', fields.brokerage),
    otherCentavos: amountOf(line, 'other', fields.other),
    content: side === 'BUY' || side === 'SELL' ? tradeOf(line, side, fields) : actionOf(line, side, fields),
  };
}

function tradeOf(line: number, side: TradeSide, fields: Fields): Entry['content'] {
  for (const name of ['factor', 'cost'] as const)
    if (fields[name] !== '') throw new BadLine(line, `a ${side} has no ${name}`);
  const quantity = quantityOf(line, fields.quantity);
  const grossCentavos = grossOf(line, quantity, fields.price);
  return { type: 'TRADE', side, quantity, grossCentavos, isAuction: isAuction(line, fields.auction) };
}

function quantityOf(line: number, text: string): number {
  const quantity = /^\d{1,13}$/.test(text) ? Number(text) : 0;
  if (quantity < 1 || quantity > MAX_QUANTITY)
    throw wrong(line, 'quantity', text, `a whole number of shares from 1 to ${MAX_QUANTITY}, without points`);
  return quantity;
}

const CENTAVOS = /^(\d{1,7})[.,](\d\d)$/;

function grossOf(line: number, quantity: number, text: string): number {
  const simple = CENTAVOS.exec(text);
  const gross = simple
    ? quantity * (Number(simple[1]) * 100 + Number(simple[2]))
    : grossOfAnyPrice(line, quantity, text);
  if (gross < 1 || gross > MAX_GROSS_CENTAVOS)
    throw wrong(line, 'price', text, 'a price whose amount is from R$ 0.01 to R$ 10 trillion');
  return gross;
}

function grossOfAnyPrice(line: number, quantity: number, text: string): number {
  const price = decimalOf(line, 'price', text);
  const digits = price.units.toString().length - price.places;
  return digits > 12 ? Infinity : grossCentavosOf(quantity, price);
}

function isAuction(line: number, text: string): boolean {
  const word = text.toLowerCase();
  if (word !== '' && word !== 'true' && word !== 'false') throw wrong(line, 'auction', text, 'true or empty');
  return word === 'true';
}

function actionOf(line: number, kind: CorporateActionKind, fields: Fields): Entry['content'] {
  for (const name of ['quantity', 'price'] as const)
    if (!/^0*$/.test(fields[name]))
      throw new BadLine(line, `a ${kind} has no ${name}: it has a factor or a cost`);
  if (isAuction(line, fields.auction)) throw new BadLine(line, `a ${kind} is in no auction`);
  if (kind === 'CAPITAL_RETURN') {
    if (fields.factor !== '') throw new BadLine(line, `a ${kind} has no factor`);
    return { type: 'ACTION', action: { kind, costPerShare: costOf(line, kind, fields.cost) } };
  }
  const factor = factorOf(line, kind, fields.factor);
  if (kind === 'BONUS') {
    const costPerShare = costOf(line, kind, fields.cost === '' ? '0' : fields.cost);
    return { type: 'ACTION', action: { kind, factor, costPerShare } };
  }
  if (fields.cost !== '') throw new BadLine(line, `a ${kind} has no cost`);
  return { type: 'ACTION', action: { kind, factor } };
}

/** A decimal, or a ratio such as 1/3. A decimal that was cut off, such as 0.33333333, reads as its ratio. */
function factorOf(line: number, kind: CorporateActionKind, text: string): Ratio {
  const written = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const [, numerator = '', denominator = ''] = written ?? [];
  if (written && Number(denominator) === 0) throw wrong(line, 'factor', text, 'a ratio: it divides by zero');
  const decimal = written ? null : decimalOf(line, 'factor', text);
  const factor = decimal
    ? ratioOfCutDecimal(decimal.units, decimal.places)
    : { numerator: BigInt(numerator), denominator: BigInt(denominator) };
  const fault = faultOfFactor(kind, factor);
  if (fault !== null) throw new BadLine(line, `factor is '${clip(text)}': ${fault}`);
  return factor;
}

function costOf(line: number, kind: CorporateActionKind, text: string): Ratio {
  const { units, places } = decimalOf(line, 'cost', text);
  if (units === 0n && kind === 'CAPITAL_RETURN') throw wrong(line, 'cost', text, 'above zero');
  return ratioOf(units, places);
}

function amountOf(line: number, name: string, text: string): number {
  if (text === '') return 0;
  const centavos = exactUnits(decimalOf(line, name, text), 2);
  if (centavos === null) throw wrong(line, name, text, 'an amount with at most two places');
  if (centavos > BigInt(MAX_GROSS_CENTAVOS))
    throw wrong(line, name, text, 'an amount of at most R$ 10 trillion');
  return safe(Number(centavos));
}

function decimalOf(line: number, name: string, text: string): PlainDecimal {
  const decimal = parseEitherDecimal(text);
  if (decimal === null) throw wrong(line, name, text, 'a decimal such as 1234.56 or 1.234,56');
  return decimal;
}

const wrong = (line: number, name: string, text: string, right: string): BadLine =>
  new BadLine(line, `${name} is '${clip(text)}', not ${right}`);
