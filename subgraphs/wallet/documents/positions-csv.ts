import type { AssetKind } from '#domain/market/instrument.ts';
import { formatDecimal } from '#domain/money/decimal.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { averagePriceOf, costCentavosOf, NO_POSITION, type Position } from '#domain/positions/position.ts';
import { moneyText, quantityText } from './brazilian-format.ts';
import { csvOf } from './csv.ts';
import { BROKER } from './note-document.ts';

/** A position at the ends of two years: a row of the form "Bens e Direitos" of the yearly tax return. */
export interface YearPosition {
  /** Custody ticker. */
  readonly ticker: string;
  readonly name: string;
  readonly kind: AssetKind;
  /** On 31 December of the year before, and of the year. */
  readonly before: Position;
  readonly now: Position;
}

/**
 * Group and code of the form "Bens e Direitos", since the return of 2022. Source: the program's list of goods: 03-01 shares,
 * 04-04 assets traded at the exchange such as BDRs, 07-03 real estate funds, 07-09 funds of an index of shares.
 */
const CODE_BY_KIND: Readonly<Record<AssetKind, readonly [group: string, code: string]>> = {
  COMMON_STOCK: ['03', '01'],
  PREFERRED_STOCK: ['03', '01'],
  UNIT: ['03', '01'],
  RECEIPT: ['03', '01'],
  REIT: ['07', '03'],
  ETF: ['07', '09'],
  BDR: ['04', '04'],
  RIGHT: ['04', '04'],
};

/** Places of an average price. */
const AVERAGE_PLACES = 8;

/**
 * The positions of a person at the end of a year as CSV, by group, code and ticker. Those of neither year are left out. A sheet
 * of a year that has not ended has a column more, `provisional_on`, with the day of its positions.
 *
 * @param custodian broker that the description names; null: none
 * @param provisionalOn today (ISO) when the year has not ended; null when it has
 */
export function positionsCsv(
  year: number,
  positions: readonly YearPosition[],
  custodian: string | null = BROKER.name,
  provisionalOn: string | null = null,
): string {
  const provisional = provisionalOn === null ? [] : [provisionalOn];
  const rows = positions
    .filter(({ before, now }) => before.quantity > 0 || now.quantity > 0)
    .map((position) => rowOf(position, custodian))
    .sort((a, b) => (a.slice(0, 3).join(' ') < b.slice(0, 3).join(' ') ? -1 : 1))
    .map((row) => [...row, ...provisional]);
  return csvOf(
    [
      'group',
      'code',
      'ticker',
      'name',
      'kind',
      'quantity',
      'average_price',
      `situation_${year - 1}-12-31`,
      `situation_${year}-12-31`,
      'description',
      ...provisional.map(() => 'provisional_on'),
    ],
    rows,
  );
}

function rowOf(
  { ticker, name, kind, before, now }: YearPosition,
  custodian: string | null,
): (string | number)[] {
  return [
    ...CODE_BY_KIND[kind],
    ticker,
    name,
    kind,
    now.quantity,
    formatDecimal(averagePriceOf(now), AVERAGE_PLACES),
    formatCentavos(costCentavosOf(before)),
    formatCentavos(costCentavosOf(now)),
    descriptionOf(ticker, name, now, custodian),
  ];
}

/** Text for the field "Discriminação", in Portuguese like the form. */
function descriptionOf(ticker: string, name: string, now: Position, custodian: string | null): string {
  if (now.quantity === 0) return `${ticker} ${name}: posição encerrada no ano.`;
  const average = formatDecimal(averagePriceOf(now), AVERAGE_PLACES).replace('.', ',');
  const cost = moneyText(costCentavosOf(now));
  return `${quantityText(now.quantity)} ${ticker} ${name}, preço médio R$ ${average}, custo R$ ${cost}${custodian === null ? '' : `, em custódia na ${custodian}`}.`;
}

/** Adds positions of one asset in several accounts: the return has one row for it. */
export const sumPositions = (positions: readonly Position[]): Position =>
  positions.reduce(
    (total, { quantity, costBillionths }) => ({
      quantity: total.quantity + quantity,
      costBillionths: total.costBillionths + costBillionths,
    }),
    NO_POSITION,
  );
