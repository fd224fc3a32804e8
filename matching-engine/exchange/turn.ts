import type { EngineMarketData } from '#contracts/engine-market-data.ts';
import type { ExecutionReport } from '#contracts/execution-reports.ts';
import type { Side } from '#domain/orders/order.ts';
import { leavesQuantity, type Order } from './order.ts';
import { memberOf, type ExchangeState, type Listing } from './state.ts';

/** What the core answers to a command, in the order in which it happened. */
export type CoreEvent =
  | { readonly kind: 'REPORT'; readonly report: ExecutionReport }
  | { readonly kind: 'MARKET_DATA'; readonly message: EngineMarketData };

/** The work on one command: the state that it changes and the events that it makes. */
export interface Turn {
  readonly state: ExchangeState;
  readonly atMs: number;
  readonly events: CoreEvent[];
  /** Levels whose totals have to be told when the command is done. */
  readonly touched: Map<Listing, Map<string, { readonly side: Side; readonly priceTicks: number }>>;
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A report without what every report carries. */
export type ReportBody = Without<ExecutionReport, 'v' | 'member' | 'sequence' | 'atMs' | 'tradeDate'>;
type MarketDataBody = Without<
  EngineMarketData,
  'v' | 'ticker' | 'sequence' | 'tickCentavos' | 'atMs' | 'tradeDate'
>;

export const createTurn = (state: ExchangeState, atMs: number): Turn => ({
  state,
  atMs,
  events: [],
  touched: new Map(),
});

/** Reports to a member, with the next of its sequence. */
export function report(turn: Turn, memberName: string, body: ReportBody): void {
  const member = memberOf(turn.state, memberName);
  member.reportSequence += 1;
  turn.events.push({
    kind: 'REPORT',
    report: {
      v: 1,
      member: memberName,
      sequence: member.reportSequence,
      atMs: turn.atMs,
      tradeDate: turn.state.tradeDate,
      ...body,
    },
  });
}

/** Tells everybody, with the next of the ticker's sequence. */
export function tell(turn: Turn, listing: Listing, body: MarketDataBody): void {
  listing.marketDataSequence += 1;
  turn.events.push({
    kind: 'MARKET_DATA',
    message: {
      v: 1,
      ticker: listing.facts.ticker,
      sequence: listing.marketDataSequence,
      tickCentavos: listing.facts.tickCentavos,
      atMs: turn.atMs,
      tradeDate: turn.state.tradeDate,
      ...body,
    },
  });
}

/** Notes that a level's totals may have changed. */
export function touch(turn: Turn, listing: Listing, side: Side, priceTicks: number): void {
  const levels = turn.touched.get(listing) ?? new Map<string, { side: Side; priceTicks: number }>();
  turn.touched.set(listing, levels.set(`${side} ${priceTicks}`, { side, priceTicks }));
}

/** Tells the totals of the touched levels as they are now, one message a ticker. */
export function tellTouchedLevels(turn: Turn): void {
  for (const [listing, levels] of turn.touched) {
    const changes = [...levels.values()].map(({ side, priceTicks }) => ({
      side,
      ...listing.book.level(side, priceTicks),
    }));
    tell(turn, listing, { type: 'BOOK_CHANGED', changes });
  }
  turn.touched.clear();
}

/** The order's quantities as reports carry them. */
export const standingOf = (
  order: Order,
): { quantity: number; filledQuantity: number; leavesQuantity: number } => ({
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  leavesQuantity: leavesQuantity(order),
});
