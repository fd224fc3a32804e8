import { sideOf } from '#engine/core/codes.ts';
import type { BookFactory } from '#engine/core/matching-book.ts';
import {
  eventsBySymbol,
  groupsOf,
  readOrderEvents,
  type CommandGroup,
  type OrderEvent,
} from './order-events.ts';
import { priorOrdersOf, crossesOf } from './order-history.ts';
import { FlowBook, FlowOrder, type FlowFill } from '../flow/flow-book.ts';

/** One execution, from the file or predicted by the engine. */
export interface PredictedFill {
  readonly maker: string;
  readonly taker: string;
  readonly priceCents: number;
  readonly quantity: number;
}

/** A command whose predicted executions differ from the exchange's. */
export interface Mismatch {
  readonly line: number;
  readonly symbol: string;
  readonly genId: number;
  readonly time: string;
  readonly command: string | null;
  /** Executions of the exchange. */
  readonly expected: readonly PredictedFill[];
  /** Executions of the engine. */
  readonly got: readonly PredictedFill[];
}

export interface PredictionResult {
  /** Executions of the exchange, and those that the engine makes at the same position after the same command. */
  readonly fills: number;
  readonly matched: number;
  /** Commands that trade, at the exchange or in the engine, and those with equal executions in both. */
  readonly groups: number;
  readonly groupsMatched: number;
  readonly firstMismatch: Mismatch | null;
}

export interface PredictionOptions {
  readonly createBook: BookFactory;
  /** Time of day from which events are left out: the closing call, about which the file has too little information. */
  readonly until: string;
  /** Progress from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Predicts an exchange's executions from its order events alone. The engine executes each command. Its trades are compared
 * with those in the file, then the orders of the command are corrected to their state in the file.
 *
 * @throws BadFile with the line
 */
export function predictExecutions(bytes: Uint8Array, options: PredictionOptions): PredictionResult {
  const all = readOrderEvents(bytes);
  const total = { fills: 0, matched: 0, groups: 0, groupsMatched: 0 };
  let firstMismatch: Mismatch | null = null;
  let done = 0;
  for (const events of eventsBySymbol(all).values()) {
    const prediction = new SymbolPrediction(
      options.createBook,
      groupsOf(events.filter((event) => event.time < options.until)),
    );
    for (const outcome of prediction.run()) {
      total.groups += 1;
      total.fills += outcome.expected.length;
      total.matched += outcome.matched;
      if (outcome.mismatch === null) total.groupsMatched += 1;
      else if (firstMismatch === null || outcome.mismatch.line < firstMismatch.line)
        firstMismatch = outcome.mismatch;
    }
    done += events.length;
    options.onProgress?.(done / all.length);
  }
  return { ...total, firstMismatch };
}

class KnownOrder extends FlowOrder {
  readonly id: string;
  /** Filled shares according to the file. */
  filled = 0;
  /** State of an order from before the file that does not rest in the book yet. */
  waiting: { readonly open: number; readonly priceCents: number } | null = null;

  constructor(side: number, id: string) {
    super(side);
    this.id = id;
  }
}

interface Outcome {
  readonly expected: readonly PredictedFill[];
  readonly matched: number;
  readonly mismatch: Mismatch | null;
}

/** The two events of a trade in the file. */
interface TradePair {
  readonly maker: OrderEvent;
  readonly taker: OrderEvent;
  readonly quantity: number;
}

class SymbolPrediction {
  private readonly book: FlowBook<KnownOrder>;
  private readonly orders = new Map<string, KnownOrder>();
  private readonly groups: readonly CommandGroup[];
  private readonly crosses: ReadonlySet<string>;

  constructor(createBook: BookFactory, groups: readonly CommandGroup[]) {
    this.book = new FlowBook(createBook);
    this.groups = groups;
    this.crosses = crossesOf(groups);
  }

  *run(): Generator<Outcome> {
    for (const prior of priorOrdersOf(this.groups)) {
      const order = this.orderOf(prior.event);
      order.filled = prior.filledBefore;
      order.waiting = { open: prior.open, priceCents: prior.event.priceCents };
      this.restWaiting(order);
    }
    for (const group of this.groups) {
      const outcome = this.runGroup(group);
      if (outcome) yield outcome;
    }
  }

  private runGroup(group: CommandGroup): Outcome | null {
    const trades = group.trades.filter(({ orderId }) => !this.crosses.has(orderId));
    for (const trade of trades) this.restWaiting(this.orderOf(trade));
    const { command } = group;
    const predicted = command && !this.crosses.has(command.orderId) ? this.apply(command, trades) : [];
    const pairs = this.pairsOf(trades);
    const outcome = outcomeOf(group, pairs, predicted);
    this.correct(command, trades, predicted, pairs);
    return outcome;
  }

  /** Executes a command in the engine; returns the predicted fills. */
  private apply(command: OrderEvent, trades: readonly OrderEvent[]): FlowFill<KnownOrder>[] {
    if (command.kind === 'NOTE') return [];
    const order = this.orderOf(command);
    const open = command.totalQuantity - command.tradedQuantity;
    order.waiting = null;
    order.filled = command.tradedQuantity;
    if (command.kind === 'END' || open === 0) {
      this.book.cancel(order);
      return [];
    }
    const isChange = command.kind === 'CHANGE' && order.open > 0 && order.priceTicks > 0;
    if (isChange && command.priceCents > 0) return this.book.change(order, open, command.priceCents);
    this.book.cancel(order);
    if (command.priceCents > 0) return this.book.enter(order, 'LIMIT', open, command.priceCents);
    // A market order without a trade is an order for the closing call, which the file does not distinguish.
    const tradesNow = trades.some(({ orderId }) => orderId === command.orderId);
    return this.book.enter(order, tradesNow ? 'MARKET' : 'MARKET_AT_CLOSE', open, 0);
  }

  private pairsOf(trades: readonly OrderEvent[]): TradePair[] {
    const makers = trades.filter(({ role }) => role === 'MAKER');
    const takers = trades.filter(({ role }) => role === 'TAKER');
    const filled = new Map<string, number>();
    return takers.slice(0, makers.length).flatMap((taker, index) => {
      const maker = makers[index];
      const before = filled.get(taker.orderId) ?? this.orderOf(taker).filled;
      filled.set(taker.orderId, taker.tradedQuantity);
      return maker ? [{ maker, taker, quantity: taker.tradedQuantity - before }] : [];
    });
  }

  /** Corrects each order of the command and of its real and predicted trades to its state in the file. */
  private correct(
    command: OrderEvent | undefined,
    trades: readonly OrderEvent[],
    predicted: readonly FlowFill<KnownOrder>[],
    pairs: readonly TradePair[],
  ): void {
    const prices = new Map(pairs.map(({ maker, taker }) => [taker.orderId, maker.priceCents]));
    const named = new Map<KnownOrder, { open: number; priceCents: number }>();
    for (const { maker, quantity } of predicted) {
      const before = named.get(maker)?.open ?? maker.open;
      named.set(maker, { open: before + quantity, priceCents: maker.priceTicks });
    }
    if (command && command.kind !== 'NOTE' && !this.crosses.has(command.orderId))
      named.set(this.orderOf(command), stateAfter(command, 0));
    for (const trade of trades) {
      const order = this.orderOf(trade);
      order.filled = trade.tradedQuantity;
      named.set(order, stateAfter(trade, prices.get(trade.orderId) ?? order.priceTicks));
    }
    for (const [order, { open, priceCents }] of [...named].reverse()) {
      const price = priceCents || order.priceTicks;
      if (order.open !== open || (open > 0 && order.priceTicks !== price))
        this.book.correct(order, open, price);
    }
  }

  private restWaiting(order: KnownOrder): void {
    const { waiting } = order;
    if (waiting && waiting.priceCents > 0 && this.book.restBehind(order, waiting.open, waiting.priceCents))
      order.waiting = null;
  }

  private orderOf(event: OrderEvent): KnownOrder {
    const known = this.orders.get(event.orderId);
    if (known?.side === event.side) return known;
    const order = new KnownOrder(event.side, event.orderId);
    this.orders.set(event.orderId, order);
    return order;
  }
}

const stateAfter = (event: OrderEvent, priceCents: number) => ({
  open: event.kind === 'END' ? 0 : event.totalQuantity - event.tradedQuantity,
  priceCents: event.priceCents || priceCents,
});

function outcomeOf(
  { command, trades }: CommandGroup,
  pairs: readonly TradePair[],
  predicted: readonly FlowFill<KnownOrder>[],
): Outcome | null {
  if (pairs.length === 0 && predicted.length === 0) return null;
  const got = predicted.map(({ maker, taker, priceTicks, quantity }) => ({
    maker: maker.id,
    taker: taker.id,
    priceCents: priceTicks,
    quantity,
  }));
  const expected = pairs.map(({ maker, taker, quantity }, index) => ({
    maker: maker.orderId,
    taker: taker.orderId,
    // The events of a market order do not contain the price at which its rest rests.
    priceCents: maker.priceCents || (got[index]?.priceCents ?? 0),
    quantity,
  }));
  const matched = expected.filter((fill, index) => isSame(fill, got[index])).length;
  const first = command ?? trades[0];
  if (first === undefined || (matched === expected.length && matched === got.length))
    return { expected, matched, mismatch: null };
  const { line, symbol, genId, time } = first;
  const description = command ? describe(command) : null;
  return { expected, matched, mismatch: { line, symbol, genId, time, command: description, expected, got } };
}

const isSame = (a: PredictedFill, b: PredictedFill | undefined): boolean =>
  a.maker === b?.maker && a.taker === b.taker && a.priceCents === b.priceCents && a.quantity === b.quantity;

const describe = ({ kind, side, orderId, totalQuantity, tradedQuantity, priceCents }: OrderEvent): string =>
  `${kind} ${sideOf(side)} ${orderId} ${totalQuantity - tradedQuantity} at ${priceCents || 'the market'}`;
