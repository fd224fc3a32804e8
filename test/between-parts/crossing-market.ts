import { expect } from 'vitest';
import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MINUTE_MS } from '#domain/calendar/durations.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { NO_BROKERAGE } from '#domain/costs/brokerage.ts';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { applyEvent, newTicker, type TickerState } from '#domain/market-data/fold.ts';
import type { Phase } from '#domain/market/phase.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { statusAfter } from '#domain/orders/lifecycle/status-transitions.ts';
import { bookReport } from '#domain/orders/lifecycle/book-report.ts';
import type { OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import { reservedAmount, withReplacement } from '#domain/orders/lifecycle/order-reservation.ts';
import { hasEnded, isWaitingStop, ORDER_TYPES, TIMES_IN_FORCE } from '#domain/orders/order.ts';
import { validateReplace } from '#domain/orders/terms/validate-replace.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import { PROTECTION_TICKS, STRIDE } from '#engine/core/order-pool.ts';
import { memberOf } from '#engine/exchange/state.ts';
import type { KnownOrder, Order } from '#engine/exchange/orders/order.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { newOrderCommand, replaceOrderCommand } from '#orders/accept/engine-commands.ts';
import { newOrder } from '#orders/accept/new-order.ts';
import { prepareOrder } from '#orders/accept/prepare-orders.ts';
import { tickerMarketOf } from '#orders/accept/ticker-markets.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createRandom } from '#platform/random.ts';
import { instrument } from '../support/samples/instrument.ts';

const PETR4 = instrument({
  priceBand: { lowCentavos: 700, highCentavos: 1300 },
  maxOrderQuantity: 10_000,
  previousCloseCentavos: 1000,
});
const DAYS = ['2026-03-16', '2026-03-17', '2026-03-18'] as const;
const PHASES_OF_DAY = [
  'PRE_OPEN',
  'OPENING_CALL',
  'CONTINUOUS',
  'CONTINUOUS',
  'CLOSING_CALL',
  'CLOSED',
] as const;
const USERS = ['ana', 'bob', 'eve'];
const calendar = createTradingCalendar();
const costs = { tables: B3_COST_TABLES, brokerage: NO_BROKERAGE };
const rules = { tables: costs.tables, calendar };

/**
 * Runs the broker's rules against the exchange's rules, with only delay between them: orders of every kind, replaces and
 * cancels through days with calls, halts and auctions. Commands and reports each keep their sequence, but cross each
 * other. Expects that the broker can book every report, that each reservation covers its executions, and that both
 * agree on every order at the end.
 */
export class CrossingMarket {
  readonly orders = new Map<string, OrderRecord>();
  readonly seen = { reports: new Set<string>(), types: new Set<string>() };
  readonly #random: () => number;
  readonly #clock = createManualClock(Date.parse('2026-03-16T12:00:00Z'));
  readonly #exchange = createExchange({ book: createFastBook });
  readonly #commands: EngineCommand[] = [];
  readonly #reports: ExecutionReport[] = [];
  readonly #ids: (prefix: string) => string;
  #ticker: TickerState;
  #day: string = DAYS[0];
  #middle = 1000;

  constructor(seed: number) {
    this.#random = createRandom(seed);
    let count = 0;
    this.#ids = (prefix) => `${prefix}_${++count}`;
    const facts = { tradeDate: this.#day, atMs: 0, previousClose: 1000, phase: 'CLOSED' as Phase };
    this.#ticker = newTicker('PETR4', facts);
    this.#send({
      v: 1,
      type: 'DEFINE_INSTRUMENT',
      group: 'cash',
      ...PETR4,
    });
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#below(values.length)] as T;
  }

  #maybe<T>(share: number, value: T): T | null {
    return this.#random() < share ? value : null;
  }

  /** Sends a command to the exchange. Applies its market data at once and queues its reports. */
  #send(command: ExchangeCommand): void {
    for (const event of this.#exchange.apply(command, this.#clock.nowMs())) {
      if (event.kind === 'REPORT') this.#reports.push(event.report);
      else this.#ticker = applyEvent(this.#ticker, event.message)?.state ?? this.#ticker;
    }
  }

  #market() {
    return tickerMarketOf(this.#ticker.quote, { phase: 'CLOSED', today: this.#day });
  }

  /** A price near the middle, and in one of ten cases so far away that it exceeds the protection of a stop. */
  #price(): string {
    const centavos = this.#random() < 0.9 ? this.#middle - 30 + this.#below(61) : 800 + this.#below(500);
    return formatCentavos(centavos);
  }

  #place(): void {
    const service = {
      ids: this.#ids,
      marketClock: this.#clock,
      wallClock: this.#clock,
      costs,
    };
    const lots = 1 + this.#below(8);
    const part = 100 * (1 + this.#below(lots));
    const type = this.#pick(ORDER_TYPES);
    const timeInForce = this.#pick(TIMES_IN_FORCE);
    const owner = this.#pick(USERS);
    const input = {
      accountId: `acc_${owner}`,
      clientOrderId: this.#ids('client'),
      ticker: 'PETR4',
      side: this.#pick(['BUY', 'SELL'] as const),
      type,
      timeInForce,
      quantity: lots * 100,
      limitPrice: type === 'LIMIT' || type === 'STOP_LIMIT' ? this.#price() : null,
      stopPrice: type === 'STOP' || type === 'STOP_LIMIT' ? this.#price() : null,
      displayQuantity: this.#maybe(0.1, part),
      minimumQuantity: this.#maybe(0.1, part),
      expiresOn: timeInForce === 'GTD' ? this.#pick(DAYS) : null,
    };
    const prepared = prepareOrder(costs, input, PETR4, this.#market());
    if (prepared === 'PRICES_UNKNOWN' || !prepared.ok) return;
    const order = newOrder(service, input, prepared.value, { userId: owner, correlationId: 'cor_1' });
    expect(reservedAmount(order)).toBe(prepared.value.needed);
    this.seen.types.add(`${type} ${timeInForce}`);
    this.orders.set(order.orderId, order);
    this.#commands.push(newOrderCommand(order));
  }

  #openOrder(): OrderRecord | null {
    const open = [...this.orders.values()].filter((order) => !hasEnded(order.status));
    return open.length === 0 ? null : this.#pick(open);
  }

  #replace(): void {
    const order = this.#openOrder();
    if (!order || order.replacement || order.cancelRequestId !== null) return;
    const request = {
      quantity: this.#maybe(0.6, 100 * (1 + this.#below(10))),
      limitPrice: this.#maybe(0.4, this.#price()),
      stopPrice: this.#maybe(0.3, this.#price()),
      displayQuantity: this.#maybe(0.1, this.#below(3) === 0 ? ('REMOVE' as const) : 100),
      minimumQuantity: this.#maybe(0.1, this.#below(3) === 0 ? ('REMOVE' as const) : 100),
    };
    const terms = validateReplace(order, request, PETR4, this.#market());
    if (!terms.ok || statusAfter(order.status, 'REPLACE_REQUESTED') === null) return;
    const replacement = { requestId: this.#ids('rpl'), ...terms.value };
    const replacing = withReplacement(order, replacement, costs.tables);
    this.orders.set(order.orderId, replacing);
    this.#commands.push(replaceOrderCommand(replacing, replacement, 'cor_2'));
  }

  #cancel(): void {
    const order = this.#openOrder();
    if (!order || order.replacement || order.cancelRequestId !== null) return;
    const requestId = this.#ids('can');
    this.orders.set(order.orderId, { ...order, cancelRequestId: requestId });
    const common = { v: 1, commandId: requestId, member: 'BROKER', correlationId: 'cor_3' } as const;
    this.#commands.push({
      ...common,
      type: 'CANCEL_ORDER',
      ticker: 'PETR4',
      orderId: order.orderId,
      requestId,
    });
  }

  #deliverCommand(): void {
    const command = this.#commands.shift();
    if (command) this.#send(command);
  }

  #deliverReport(): void {
    const report = this.#reports.shift();
    if (!report || report.type === 'MASS_CANCELED') return;
    const order = this.orders.get(report.orderId);
    if (!order) throw new Error(`the broker has no order ${report.orderId}`);
    const booking = bookReport(order, report, rules);
    if (!booking.ok)
      throw new Error(`${report.type}: ${booking.impossible}\n${JSON.stringify({ order, report })}`);
    const { execution, released } = booking.fact ?? { execution: null, released: 0 };
    if (execution) {
      const isBuy = order.side === 'BUY';
      const cost = isBuy ? execution.grossCentavos + execution.feesCentavos : execution.quantity;
      expect(released).toBeGreaterThanOrEqual(cost);
    }
    this.seen.reports.add('reason' in report ? `${report.type} ${report.reason}` : report.type);
    this.orders.set(order.orderId, booking.order);
  }

  #step(): void {
    const dice = this.#random();
    if (dice < 0.3) this.#place();
    else if (dice < 0.37) this.#replace();
    else if (dice < 0.41) this.#cancel();
    else if (dice < 0.68) this.#deliverCommand();
    else if (dice < 0.985) this.#deliverReport();
    else if (dice < 0.99) this.#send({ v: 1, type: 'START_AUCTION', ticker: 'PETR4', durationMs: MINUTE_MS });
    else if (dice < 0.995) this.#send({ v: 1, type: 'HALT', group: 'cash', ticker: 'PETR4' });
    else this.#send({ v: 1, type: 'RESUME', group: 'cash', ticker: 'PETR4' });
    this.#clock.advance(1_000);
    this.#send({ v: 1, type: 'TIME' });
  }

  /** Runs the days with a number of steps per phase. Compares both sides after some phases and at the end. */
  run(steps: number): void {
    for (const day of DAYS) {
      this.#day = day;
      for (const phase of PHASES_OF_DAY) {
        this.#send({ v: 1, type: 'SET_PHASE', group: 'cash', phase, tradeDate: day });
        this.#middle = 1000 + this.#below(5) * 50 - 100;
        for (let step = 0; step < steps; step++) this.#step();
        this.#send({ v: 1, type: 'RESUME', group: 'cash', ticker: 'PETR4' });
        if (this.#random() < 0.5) this.#deliverAllAndCompare();
      }
    }
    this.#deliverAllAndCompare();
  }

  #deliverAllAndCompare(): void {
    while (this.#commands.length > 0) this.#deliverCommand();
    while (this.#reports.length > 0) this.#deliverReport();
    const { pool } = this.#exchange.state;
    const { open, ended } = memberOf(this.#exchange.state, 'BROKER');
    for (const order of this.orders.values()) {
      expect([order.cancelRequestId, order.replacement]).toEqual([null, null]);
      const atExchange = open.get(order.orderId) ?? ended.get(order.orderId);
      expect(asBroker(order)).toEqual(atExchange && asExchange(atExchange));
      if (hasEnded(order.status)) expect(reservedAmount(order)).toBe(0);
      const slot = open.get(order.orderId)?.slot;
      if (slot !== undefined && isWaitingStop(order))
        expect(order.protectionPriceCentavos ?? 0).toBe(pool.fields[slot * STRIDE + PROTECTION_TICKS]);
    }
    expect(open.size).toBe([...this.orders.values()].filter((order) => !hasEnded(order.status)).length);
  }
}

/** The fields on which both must agree: fewer for an order that has ended. */
const asBroker = (order: OrderRecord) => ({
  status: order.status,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  ...(hasEnded(order.status)
    ? {}
    : {
        limit: order.limitPriceCentavos,
        stop: isWaitingStop(order) ? order.stopPriceCentavos : null,
        display: order.displayQuantity,
      }),
});
const asExchange = (order: KnownOrder | Order) => ({
  status: order.status,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  ...('slot' in order && !hasEnded(order.status)
    ? { limit: order.limitPriceTicks, stop: order.stopPriceTicks, display: order.displayQuantity }
    : {}),
});
