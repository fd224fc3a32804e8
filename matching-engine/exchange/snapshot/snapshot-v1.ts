import { z } from 'zod';
import * as f from '#contracts/fields.ts';
import { NO_PROTECTIONS } from '#domain/market/protections.ts';
import { BUY, SELL, TIF, TYPE } from '../../core/codes.ts';
import { kindOf } from '../../core/order-pool.ts';
import { exchangeSnapshotSchema, type ExchangeSnapshot } from './snapshot.ts';

/**
 * Snapshots of version 1: an exchange of limit and market orders of the day, in continuous trading or closed. Read by
 * an engine that is started over the journal of such a one, never written.
 */
const orderSchema = z.object({
  member: f.id,
  orderId: f.id,
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  orderType: f.orderType,
  timeInForce: f.timeInForce,
  correlationId: f.id,
  status: f.orderStatus,
  quantity: f.quantity,
  filledQuantity: f.count,
  limitPriceTicks: f.priceTicks.nullable(),
  /** Its turn within a price. */
  priority: f.count,
});
type OrderV1 = z.infer<typeof orderSchema>;

const { listings, members } = exchangeSnapshotSchema.shape;
const snapshotV1Schema = z.object({
  v: f.version1,
  tradeDate: f.day,
  priority: f.count,
  phases: z.array(z.tuple([z.string(), f.phase])),
  listings: z.array(
    listings.element.pick({ facts: true, marketDataSequence: true, tradeSequence: true }).extend({
      lastTradeTicks: f.priceTicks.nullable(),
      previousCloseTicks: f.priceTicks.nullable(),
    }),
  ),
  members: z.array(members.element.extend({ open: z.array(orderSchema), ended: z.array(orderSchema) })),
});
type SnapshotV1 = z.infer<typeof snapshotV1Schema>;

/** A snapshot of any version that was ever written, as one of the present version. */
export const storedSnapshotSchema: z.ZodType<ExchangeSnapshot> = z.union([
  exchangeSnapshotSchema,
  snapshotV1Schema.transform(upgrade),
]);

function upgrade(old: SnapshotV1): ExchangeSnapshot {
  const phases = new Map(old.phases);
  const resting = old.members.flatMap(({ open }) => open).sort((a, b) => a.priority - b.priority);
  return exchangeSnapshotSchema.parse({
    v: 2,
    tradeDate: old.tradeDate,
    lastMs: 0,
    groups: old.phases.map(([name, phase]) => ({
      name,
      phase,
      endsAtMs: null,
      later: [],
      halt: null,
      protections: NO_PROTECTIONS,
      breakerFired: 0,
      closeDelayMs: 0,
    })),
    listings: old.listings.map((listing) => {
      const ofTicker = resting.filter(({ ticker }) => ticker === listing.facts.ticker);
      return {
        ...listing,
        own: null,
        nextCloseTicks: 0,
        theoreticalAtMs: null,
        volume: 0,
        volumes: [],
        book: {
          phase: phases.get(listing.facts.group) ?? 'CLOSED',
          lastTicks: listing.lastTradeTicks ?? 0,
          previousCloseTicks: listing.previousCloseTicks ?? 0,
          auctionTicks: 0,
          theoreticalTicks: 0,
          theoreticalQuantity: 0,
          bids: queueOf(
            ofTicker.filter(({ side }) => side === 'BUY').sort((a, b) => limitOf(b) - limitOf(a)),
          ),
          asks: queueOf(
            ofTicker.filter(({ side }) => side === 'SELL').sort((a, b) => limitOf(a) - limitOf(b)),
          ),
          callOrders: [],
          stops: [],
          triggered: [],
        },
      };
    }),
    members: old.members.map((member) => ({ ...member, open: member.open.map(openOrder) })),
  });
}

const limitOf = (order: OrderV1): number => order.limitPriceTicks ?? 0;

const queueOf = (orders: readonly OrderV1[]): unknown[] =>
  orders.map((order) => {
    const open = order.quantity - order.filledQuantity;
    const kind = kindOf(order.side === 'BUY' ? BUY : SELL, TYPE[order.orderType], TIF[order.timeInForce], 0);
    const numbers = [kind, order.quantity, order.filledQuantity, limitOf(order), 0, 0, 0, open, 0, 0];
    return [order.member, order.orderId, numbers];
  });

const openOrder = (order: OrderV1): unknown => ({
  ...order,
  stopPriceTicks: null,
  displayQuantity: null,
  minimumQuantity: null,
  expiresOn: null,
  investorId: null,
  sessionId: null,
});
