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
import { TWO_READINGS, type FileForm } from './decimal-form.ts';
import { exactUnits, grossCentavosOf, parseEitherDecimal, type PlainDecimal } from './decimals.ts';
import type { Fields } from './header.ts';

/** Highest quantity of one trade, and highest amount in centavos: far above any real trade, far below unsafe integers. */
const MAX_QUANTITY = 1_000_000_000_000;
const MAX_GROSS_CENTAVOS = 1_000_000_000_000_000;

const SIDES = ['BUY', 'SELL', 'SPLIT', 'REVERSE_SPLIT', 'BONUS', 'CAPITAL_RETURN', 'FRACTION_SALE'] as const;

/** An action of the file: a corporate action, or the auction of the fractions that earlier ones left. */
export type FileAction =
  | CorporateAction
  | {
      readonly kind: 'FRACTION_SALE';
      /** Price of a whole share, in reais. */
      readonly price: Ratio;
    };

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
    | { readonly type: 'ACTION'; readonly action: FileAction };
}

const isOneOf = <T extends string>(values: readonly T[], text: string): text is T =>
  (values as readonly string[]).includes(text);

/**
 * Reads the fields of a line.
 *
 * @param knownDay the day of the line before, which needs no check
 * @throws BadLine
 */
export function readLine(line: number, fields: Fields, form: FileForm, knownDay: string): Entry {
  const place = { line, form };
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
    brokerageCentavos: amountOf(place, 'brokerage', fields.brokerage),
    otherCentavos: amountOf(place, 'other', fields.other),
    content: side === 'BUY' || side === 'SELL' ? tradeOf(place, side, fields) : actionOf(place, side, fields),
  };
}

/** A line, and the form of the numbers of its file. */
interface Place {
  readonly line: number;
  readonly form: FileForm;
}

function tradeOf(place: Place, side: TradeSide, fields: Fields): Entry['content'] {
  const { line } = place;
  for (const name of ['factor', 'cost'] as const)
    if (fields[name] !== '') throw new BadLine(line, `a ${side} has no ${name}`);
  const quantity = quantityOf(place, fields.quantity);
  const grossCentavos = grossOf(place, quantity, fields.price);
  return { type: 'TRADE', side, quantity, grossCentavos, isAuction: isAuction(line, fields.auction) };
}

const THOUSANDS = /^\d{1,3}(\.\d{3}){1,4}$/;

function quantityOf({ line, form }: Place, text: string): number {
  const isGrouped = THOUSANDS.test(text) && form.of(line, text) === 'BRAZILIAN';
  const digits = isGrouped ? text.replaceAll('.', '') : text;
  const quantity = /^\d{1,13}$/.test(digits) ? Number(digits) : 0;
  if (quantity < 1 || quantity > MAX_QUANTITY)
    throw wrong(line, 'quantity', text, `a whole number of shares from 1 to ${MAX_QUANTITY}, such as 1000`);
  return quantity;
}

const CENTAVOS = /^(\d{1,7})[.,](\d\d)$/;

function grossOf(place: Place, quantity: number, text: string): number {
  const simple = CENTAVOS.exec(text);
  if (simple) place.form.of(place.line, text);
  const gross = simple
    ? quantity * (Number(simple[1]) * 100 + Number(simple[2]))
    : grossOfAnyPrice(place, quantity, text);
  if (gross < 1 || gross > MAX_GROSS_CENTAVOS)
    throw wrong(place.line, 'price', text, 'a price whose amount is from R$ 0.01 to R$ 10 trillion');
  return gross;
}

function grossOfAnyPrice(place: Place, quantity: number, text: string): number {
  const price = decimalOf(place, 'price', text);
  const digits = price.units.toString().length - price.places;
  return digits > 12 ? Infinity : grossCentavosOf(quantity, price);
}

function isAuction(line: number, text: string): boolean {
  const word = text.toLowerCase();
  if (word !== '' && word !== 'true' && word !== 'false') throw wrong(line, 'auction', text, 'true or empty');
  return word === 'true';
}

function fractionSaleOf(place: Place, fields: Fields): Entry['content'] {
  const { line } = place;
  for (const name of ['quantity', 'factor', 'cost'] as const)
    if (!/^0*$/.test(fields[name]))
      throw new BadLine(line, `a FRACTION_SALE has no ${name}: it has the price of a whole share`);
  const { units, places } = decimalOf(place, 'price', fields.price);
  if (units === 0n) throw wrong(line, 'price', fields.price, 'above zero');
  return { type: 'ACTION', action: { kind: 'FRACTION_SALE', price: ratioOf(units, places) } };
}

function actionOf(
  place: Place,
  kind: CorporateActionKind | 'FRACTION_SALE',
  fields: Fields,
): Entry['content'] {
  const { line } = place;
  if (kind === 'FRACTION_SALE') return fractionSaleOf(place, fields);
  for (const name of ['quantity', 'price'] as const)
    if (!/^0*$/.test(fields[name]))
      throw new BadLine(line, `a ${kind} has no ${name}: it has a factor or a cost`);
  if (isAuction(line, fields.auction)) throw new BadLine(line, `a ${kind} is in no auction`);
  if (kind === 'CAPITAL_RETURN') {
    if (fields.factor !== '') throw new BadLine(line, `a ${kind} has no factor`);
    return { type: 'ACTION', action: { kind, costPerShare: costOf(place, kind, fields.cost) } };
  }
  const factor = factorOf(place, kind, fields.factor);
  if (kind === 'BONUS') {
    const costPerShare = costOf(place, kind, fields.cost === '' ? '0' : fields.cost);
    return { type: 'ACTION', action: { kind, factor, costPerShare } };
  }
  if (fields.cost !== '') throw new BadLine(line, `a ${kind} has no cost`);
  return { type: 'ACTION', action: { kind, factor } };
}

/** A decimal, or a ratio such as 1/3. A decimal that was cut off, such as 0.33333333, reads as its ratio. */
function factorOf({ line, form }: Place, kind: CorporateActionKind, text: string): Ratio {
  const written = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  const [, numerator = '', denominator = ''] = written ?? [];
  if (written && Number(denominator) === 0) throw wrong(line, 'factor', text, 'a ratio: it divides by zero');
  if (TWO_READINGS.test(text) && form.of(line, text) === 'BRAZILIAN')
    throw wrong(line, 'factor', text, `a factor with one reading: write it as ${text.replace('.', ',')}`);
  const decimal = written ? null : parseEitherDecimal(text, 'PLAIN');
  if (!written && decimal === null) throw wrong(line, 'factor', text, A_DECIMAL);
  const factor = decimal
    ? ratioOfCutDecimal(decimal.units, decimal.places)
    : { numerator: BigInt(numerator), denominator: BigInt(denominator) };
  const fault = faultOfFactor(kind, factor);
  if (fault !== null) throw new BadLine(line, `factor is '${clip(text)}': ${fault}`);
  return factor;
}

function costOf(place: Place, kind: CorporateActionKind, text: string): Ratio {
  const { units, places } = decimalOf(place, 'cost', text);
  if (units === 0n && kind === 'CAPITAL_RETURN') throw wrong(place.line, 'cost', text, 'above zero');
  return ratioOf(units, places);
}

function amountOf(place: Place, name: string, text: string): number {
  if (text === '') return 0;
  const { line } = place;
  const centavos = exactUnits(decimalOf(place, name, text), 2);
  if (centavos === null) throw wrong(line, name, text, 'an amount with at most two places');
  if (centavos > BigInt(MAX_GROSS_CENTAVOS))
    throw wrong(line, name, text, 'an amount of at most R$ 10 trillion');
  return safe(Number(centavos));
}

const A_DECIMAL = 'a decimal such as 1234.56 or 1.234,56';

function decimalOf({ line, form }: Place, name: string, text: string): PlainDecimal {
  const decimal = parseEitherDecimal(text, form.of(line, text));
  if (decimal === null) throw wrong(line, name, text, A_DECIMAL);
  return decimal;
}

const wrong = (line: number, name: string, text: string, right: string): BadLine =>
  new BadLine(line, `${name} is '${clip(text)}', not ${right}`);
