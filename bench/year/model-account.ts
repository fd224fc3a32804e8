import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { bookReport } from '#domain/orders/lifecycle/book-report.ts';
import { draftFact, type FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { OrderReport } from '#domain/orders/lifecycle/order-report.ts';
import { reservedAmount, withReservation } from '#domain/orders/lifecycle/order-reservation.ts';
import { NO_BROKERAGE } from '#domain/costs/brokerage.ts';
import type { Side } from '#domain/orders/order.ts';
import { firstIdAt } from '#platform/ids.ts';

const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4', 'ABEV3', 'BBAS3', 'WEGE3', 'ITSA4', 'B3SA3', 'MGLU3'];
const LOT = 100;
const TEN_MINUTES = 10;
const OPENING_MINUTE = 10 * 60 + 15;

/** An order of the past: as it was placed, as it ended, and its facts in between. */
export interface PastOrder {
  readonly placed: OrderRecord;
  readonly ended: OrderRecord;
  readonly facts: readonly FactDraft[];
}

/** An account that trades each day: half of its orders fill, the others are canceled or expire. */
export interface ModelAccount {
  readonly accountId: string;
  readonly ownerId: string;
  /** The orders of a trade date, in the order of their times. */
  ordersOf(tradeDate: string, count: number): readonly PastOrder[];
}

/** Digits behind the name in the ids of an account and its owner, so that these are as long as those of a broker. */
const REST = '000000';

/**
 * @param name ten letters and digits that stand in every id of the account and nowhere else
 * @param random numbers from 0 to 1
 */
export function createModelAccount(
  name: string,
  random: () => number,
  calendar: TradingCalendar,
): ModelAccount {
  const accountId = `${firstIdAt('acc', 0)}${name}${REST}`;
  const ownerId = `${firstIdAt('usr', 0)}${name}${REST}`;
  const rules = { tables: B3_COST_TABLES, calendar };
  const shares = new Map<string, number>();
  let number = 0;
  /** @param available shares that the account had before the day and does not sell yet */
  const place = (tradeDate: string, atMs: number, available: Map<string, number>): OrderRecord => {
    number += 1;
    const ticker = TICKERS[Math.floor(random() * TICKERS.length)] ?? 'PETR4';
    const held = available.get(ticker) ?? 0;
    const side: Side = held > 0 && random() < 0.5 ? 'SELL' : 'BUY';
    if (side === 'SELL') available.set(ticker, held - LOT);
    const id = `${name}${String(number).padStart(6, '0')}`;
    return placedOrder({
      accountId,
      ownerId,
      id,
      ticker,
      side,
      tradeDate,
      atMs,
      priceCentavos: priceOf(random),
    });
  };
  return {
    accountId,
    ownerId,
    ordersOf: (tradeDate, count) => {
      const available = new Map(shares);
      return Array.from({ length: count }, (_, index) => {
        const atMs = instantOf(tradeDate, OPENING_MINUTE + index * TEN_MINUTES);
        const placed = place(tradeDate, atMs, available);
        const fate = random();
        if (fate < 0.5) {
          const change = placed.side === 'BUY' ? LOT : -LOT;
          shares.set(placed.ticker, (shares.get(placed.ticker) ?? 0) + change);
        }
        return livedThrough(
          placed,
          fate < 0.5 ? 'FILLED' : fate < 0.8 ? 'CANCELED' : 'EXPIRED',
          tradeDate,
          rules,
        );
      });
    },
  };
}

const priceOf = (random: () => number): number => 1_500 + Math.floor(random() * 2_500);

interface Placing {
  readonly accountId: string;
  readonly ownerId: string;
  readonly id: string;
  readonly ticker: string;
  readonly side: Side;
  readonly tradeDate: string;
  readonly atMs: number;
  readonly priceCentavos: number;
}

function placedOrder({ id, ticker, side, tradeDate, atMs, priceCentavos, ...owner }: Placing): OrderRecord {
  const nothing = {
    ...{
      displayQuantity: null,
      minimumQuantity: null,
      protectionPriceCentavos: null,
      stopPriceCentavos: null,
    },
    ...{ triggeredAtMs: null, expiresOn: null, cancelRequestId: null, replacement: null, refusal: null },
    ...{ filledQuantity: 0, filledCentavos: 0, reservedCentavos: 0, reservedQuantity: 0, executionCount: 0 },
    ...{ costsCentavos: 0, tradedDays: 0, filledDay: null, dayOrdinaryCentavos: 0, dayAuctionCentavos: 0 },
  };
  const order: OrderRecord = {
    ...{
      ...nothing,
      ...owner,
      orderId: `${firstIdAt('ord', atMs)}${id}`,
      clientOrderId: `id-of-the-client-00-${id}`,
    },
    content: JSON.stringify([
      ticker,
      side,
      'LIMIT',
      'DAY',
      LOT,
      `${priceCentavos}e-2`,
      null,
      null,
      null,
      null,
    ]),
    ...{ ticker, custodyTicker: ticker, assetKind: 'PREFERRED_STOCK', lotSize: LOT, tickCentavos: 1 },
    ...{ side, type: 'LIMIT', timeInForce: 'DAY', quantity: LOT, leavesQuantity: LOT, status: 'PENDING' },
    ...{ limitPriceCentavos: priceCentavos, costsDay: tradeDate, brokerage: NO_BROKERAGE },
    ...{
      correlationId: `${firstIdAt('cor', atMs)}${id}`,
      intentAtMs: atMs,
      createdAtMs: atMs,
      updatedAtMs: atMs,
      version: 1,
    },
  };
  return withReservation(order, B3_COST_TABLES);
}

/** Lets the order reach its end, by the reports of the exchange. */
function livedThrough(
  placed: OrderRecord,
  end: 'FILLED' | 'CANCELED' | 'EXPIRED',
  tradeDate: string,
  rules: Parameters<typeof bookReport>[2],
): PastOrder {
  const { orderId, quantity, correlationId, createdAtMs, limitPriceCentavos: priceTicks } = placed;
  const common = { tradeDate, correlationId, quantity };
  const open = { ...common, filledQuantity: 0, leavesQuantity: quantity };
  const endsAtMs = createdAtMs + 30_000;
  const filled = {
    ...common,
    atMs: endsAtMs,
    filledQuantity: quantity,
    leavesQuantity: 0,
    limitPriceTicks: priceTicks,
  };
  const reports: OrderReport[] = [
    { ...open, type: 'ACCEPTED', atMs: createdAtMs + 5, limitPriceTicks: priceTicks },
  ];
  if (end === 'FILLED') {
    const fill = { executionId: orderId.replace('ord', 'exe'), tradeId: orderId.replace('ord', 'trd') };
    const price = { priceTicks: priceTicks ?? 0, fillQuantity: quantity, liquidity: 'MAKER' as const };
    reports.push({ ...filled, ...fill, ...price, type: 'FILLED' });
  } else if (end === 'CANCELED')
    reports.push({
      ...open,
      leavesQuantity: 0,
      type: 'CANCELED',
      atMs: endsAtMs,
      requestId: null,
      reason: 'MASS_CANCEL',
    });
  else reports.push({ ...open, leavesQuantity: 0, type: 'EXPIRED', atMs: endsAtMs });
  const facts = [draftFact('PLACED', reservedAmount(placed), placed, { atMs: createdAtMs, correlationId })];
  let order = placed;
  for (const report of reports) {
    const booking = bookReport(order, report, rules);
    if (!booking.ok) throw new Error(booking.impossible);
    order = booking.order;
    if (booking.fact) facts.push(booking.fact);
  }
  return { placed, ended: order, facts };
}
