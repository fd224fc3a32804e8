import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { createNaiveBook } from '#engine/core/naive/naive-book.ts';
import { predictExecutions } from '../b3-orders/predict-executions.ts';
import { FlowBook, FlowOrder, type FlowFill } from './flow-book.ts';
import { replayLobster } from '../lobster/replay-lobster.ts';

const BUY = 0;
const MIDDLE = 1_000;

class Recorded extends FlowOrder {
  readonly id: number;
  total = 0;

  constructor(side: number, id: number) {
    super(side);
    this.id = id;
  }
}

/** A random action on a new order or a known one (`pick`), with a side, a price near the middle and a quantity. */
const step = fc.record({
  action: fc.constantFrom('NEW', 'NEW', 'MARKET', 'CHANGE', 'CANCEL'),
  pick: fc.nat(1_000),
  side: fc.nat(1),
  distance: fc.integer({ min: -2, max: 4 }),
  quantity: fc.integer({ min: 1, max: 20 }),
});

/** An exchange that records its order events in B3's format. */
class RecordingExchange {
  readonly lines: string[] = [];
  private readonly book = new FlowBook<Recorded>(createNaiveBook);
  private readonly orders: Recorded[] = [];

  apply({
    action,
    pick,
    side,
    distance,
    quantity,
  }: typeof step extends fc.Arbitrary<infer T> ? T : never): void {
    const open = this.orders.filter((order) => order.open > 0);
    const known = open[pick % (open.length || 1)];
    const price = (of: number): number => (of === BUY ? MIDDLE - distance : MIDDLE + distance);
    if (action === 'NEW') this.enter(side, quantity, price(side));
    else if (action === 'MARKET' && this.book.levels(1 - side, 1).length > 0) this.enter(side, quantity, 0);
    else if (action === 'CANCEL' && known) {
      this.record('Cancel', known, known.total - known.open);
      this.book.cancel(known);
    } else if (action === 'CHANGE' && known) {
      const filled = known.total - known.open;
      known.total = filled + quantity;
      this.lines.push(this.line('Update', known, price(known.side), filled, 0));
      this.recordFills(this.book.change(known, quantity, price(known.side)), price(known.side));
    }
  }

  private enter(side: number, quantity: number, price: number): void {
    const order = new Recorded(side, this.orders.length + 1);
    order.total = quantity;
    this.orders.push(order);
    this.lines.push(this.line('New', order, price, 0, 0));
    const fills = this.book.enter(order, price === 0 ? 'MARKET' : 'LIMIT', quantity, price);
    this.recordFills(fills, price);
  }

  private recordFills(fills: readonly FlowFill<Recorded>[], takerPrice: number): void {
    const open = new Map<Recorded, number>();
    for (const { maker, taker, quantity } of [...fills].reverse())
      for (const order of [maker, taker]) open.set(order, (open.get(order) ?? order.open) + quantity);
    for (const { maker, taker, priceTicks, quantity } of fills) {
      for (const order of [maker, taker]) open.set(order, (open.get(order) ?? 0) - quantity);
      const filled = (order: Recorded): number => order.total - (open.get(order) ?? 0);
      const rows = [
        this.line('Trade', maker, priceTicks, filled(maker), 2),
        this.line('Trade', taker, takerPrice, filled(taker), 1),
      ];
      this.lines.push(...(taker.side === BUY ? rows.reverse() : rows));
    }
  }

  private record(type: string, order: Recorded, filled: number): void {
    this.lines.push(this.line(type, order, order.priceTicks, filled, 0));
  }

  private line(type: string, order: Recorded, price: number, filled: number, role: number): string {
    const side = order.side === BUY ? 'Buy' : 'Sell';
    return `11:00:00.0,${side},${order.id},${type},-,${price},${order.total},${filled},${role},1`;
  }
}

const HEADER =
  'symbol,gen_id,time,side,order_id,exec_type,status,price_cents,total_qty,traded_qty,aggressor,broker';

test('predicts every execution of an exchange with the same rules', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
      const exchange = new RecordingExchange();
      for (const action of [{ ...steps[0]!, action: 'NEW' as const }, ...steps]) exchange.apply(action);
      const text = [HEADER, ...exchange.lines.map((line, at) => `ABCD3,${at},${line}`)].join('\n');
      const result = predictExecutions(Buffer.from(text), { createBook: createFastBook, until: '16:55' });
      expect(result.firstMismatch).toBeNull();
      expect(result.matched).toBe(result.fills);
      expect(result.fills).toBe(exchange.lines.filter((line) => line.endsWith(',1,1')).length);
    }),
  );
});

/** A market that records in LOBSTER's format: messages that change the visible levels, with the levels after each. */
class RecordingMarket {
  readonly messages: string[] = [];
  readonly books: string[] = [];
  executions = 0;
  private readonly depth: number;
  private readonly sides = [BUY, 1].map(() => new Map<number, { readonly id: number; size: number }[]>());
  private lastId = 0;

  constructor(depth: number) {
    this.depth = depth;
  }

  submit(side: number, price: number, size: number): void {
    const [opposite] = this.prices(1 - side);
    if (opposite !== undefined && (side === BUY ? price >= opposite : price <= opposite)) return;
    const before = this.visible();
    const id = ++this.lastId;
    const queue = this.sides[side]!.get(price) ?? [];
    this.sides[side]!.set(price, [...queue, { id, size }]);
    this.record(before, 1, id, size, price, side);
  }

  /** Executes the first order of the best price (4), or reduces (2) or deletes (3) any order. */
  take(type: number, side: number, pick: number, size: number): void {
    const prices = this.prices(side);
    const price = prices[type === 4 ? 0 : pick % (prices.length || 1)];
    if (price === undefined) return;
    const queue = this.sides[side]!.get(price) ?? [];
    const order = queue[type === 4 ? 0 : pick % queue.length]!;
    const taken = type === 3 ? order.size : Math.min(size, type === 2 ? order.size - 1 : order.size);
    if (taken === 0) return;
    const before = this.visible();
    order.size -= taken;
    const rest = queue.filter((other) => other.size > 0);
    if (rest.length > 0) this.sides[side]!.set(price, rest);
    else this.sides[side]!.delete(price);
    if (type === 4 && this.messages.length > 0) this.executions += 1;
    this.record(before, type, order.id, taken, price, side);
  }

  private record(before: string, type: number, id: number, size: number, price: number, side: number): void {
    const after = this.visible();
    if (after === before) return;
    this.messages.push(`34200.5,${type},${id},${size},${price},${side === BUY ? 1 : -1}`);
    this.books.push(after);
  }

  private prices(side: number): number[] {
    return [...this.sides[side]!.keys()].sort((a, b) => (side === BUY ? b - a : a - b));
  }

  private visible(): string {
    const cell = (side: number, level: number): string => {
      const price = this.prices(side)[level];
      if (price === undefined) return side === BUY ? '-9999999999,0' : '9999999999,0';
      const size = this.sides[side]!.get(price)!.reduce((total, order) => total + order.size, 0);
      return `${price},${size}`;
    };
    return Array.from({ length: this.depth }, (_, level) => `${cell(1, level)},${cell(0, level)}`).join(',');
  }
}

const event = fc.record({
  type: fc.constantFrom(1, 1, 1, 2, 3, 4),
  side: fc.nat(1),
  distance: fc.integer({ min: -1, max: 6 }),
  pick: fc.nat(1_000),
  size: fc.integer({ min: 1, max: 9 }),
});

function record(depth: number, events: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[]) {
  const market = new RecordingMarket(depth);
  market.submit(BUY, MIDDLE - 1, 5);
  for (const { type, side, distance, pick, size } of events)
    if (type === 1) market.submit(side, side === BUY ? MIDDLE - distance : MIDDLE + 1 + distance, size);
    else market.take(type, side, pick, size);
  const [messages, books] = [market.messages, market.books].map((lines) => Buffer.from(lines.join('\n')));
  return { market, result: replayLobster(messages!, books!, { createBook: createFastBook }) };
}

test("follows a market's visible levels row by row, however few are visible", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(event, { maxLength: 120 }), (depth, events) => {
      const { market, result } = record(depth, events);
      expect(result.booksEqual).toBe(market.messages.length);
      expect(result.executions).toBe(market.executions);
    }),
  );
});

test('every execution hits the first order in the queue if all levels are visible', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 120 }), (events) => {
      const { market, result } = record(20, events);
      expect(result).toEqual({
        rows: market.messages.length,
        booksEqual: market.messages.length,
        executions: market.executions,
        firstInQueue: market.executions,
      });
    }),
  );
});
