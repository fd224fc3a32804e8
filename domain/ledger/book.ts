import { add } from '../money/integer.ts';
import { viewCash, type CashView } from './cash.ts';
import { EMPTY_HOLDING, ownedOf, withLeg, type Holding } from './holding.ts';
import { CASH, sumsByAsset, type Leg } from './leg.ts';
import { costAfter, NO_COST, type PositionCost } from './position.ts';
import type { Transfer } from './transfers.ts';

/** What is known of an account when its book is opened. */
export interface BookState {
  readonly accountId: string;
  /** Of the last line of its statement; 0 before the first. */
  readonly sequence: number;
  readonly lastAtMs: number;
  /** By asset. An asset that is not in it counts as never held, so all that will be touched must be. */
  readonly holdings: ReadonlyMap<string, Holding>;
  /** By ticker. */
  readonly costs: ReadonlyMap<string, PositionCost>;
}

/** A transfer with its place in the statement. */
export interface BookedEntry {
  readonly transfer: Transfer;
  readonly sequence: number;
  readonly atMs: number;
  /** Signed change of available cash; null when only shares move. */
  readonly amountCentavos: number | null;
  readonly cash: CashView;
  /** Signed change of owned shares, and what is owned after it; null when no shares are concerned. */
  readonly quantity: number | null;
  readonly quantityAfter: number | null;
  readonly correlationId: string;
}

/** The book of one account: transfers in, lines of the statement out. */
export interface Book {
  readonly accountId: string;
  /** All that is or was held, in no order. */
  assets(): readonly string[];
  holding(asset: string): Holding;
  cost(ticker: string): PositionCost | undefined;
  /** Books a transfer. Throws when its legs do not balance or something would go below zero: callers check before. */
  post(transfer: Transfer, correlationId: string): void;
  /** All that was booked, in order. */
  entries(): readonly BookedEntry[];
}

/**
 * Opens a book.
 *
 * @param nowMs when what is booked happens; lines of a statement never go back in time
 * @param days today and the settlement days to come, for the projection of cash
 */
export function openBook(state: BookState, nowMs: number, days: readonly string[]): Book {
  const holdings = new Map(state.holdings);
  const costs = new Map(state.costs);
  const entries: BookedEntry[] = [];
  const atMs = Math.max(nowMs, state.lastAtMs);
  const holding = (asset: string): Holding => holdings.get(asset) ?? EMPTY_HOLDING;
  return {
    accountId: state.accountId,
    assets: () => [...holdings.keys()],
    holding,
    cost: (ticker) => costs.get(ticker),
    entries: () => entries,
    post: (transfer, correlationId) => {
      assertBalanced(transfer);
      const { ticker } = transfer;
      if (ticker !== null && transfer.costing.type !== 'NONE') {
        const before = costs.get(ticker) ?? NO_COST;
        costs.set(ticker, costAfter(before, ownedOf(holding(ticker)), transfer.costing));
      }
      const own = transfer.legs.filter((leg) => leg.holder === state.accountId);
      for (const leg of own) holdings.set(leg.asset, withLeg(holding(leg.asset), leg));
      entries.push({
        transfer,
        sequence: state.sequence + entries.length + 1,
        atMs,
        amountCentavos: cashChange(own),
        cash: viewCash(holding(CASH), days),
        quantity: ticker === null ? null : sumOf(own, ticker, ['FREE', 'RESERVED']),
        quantityAfter: ticker === null ? null : ownedOf(holding(ticker)),
        correlationId,
      });
    },
  };
}

function assertBalanced(transfer: Transfer): void {
  if (transfer.legs.length === 0) throw new RangeError(`a ${transfer.kind} that moves nothing`);
  for (const [asset, sum] of sumsByAsset(transfer.legs)) {
    if (sum !== 0) throw new RangeError(`the ${asset} legs of a ${transfer.kind} sum to ${sum}`);
  }
}

const cashChange = (own: readonly Leg[]): number | null =>
  own.some((leg) => leg.asset === CASH) ? sumOf(own, CASH, ['FREE']) : null;

const sumOf = (legs: readonly Leg[], asset: string, buckets: readonly Leg['bucket'][]): number =>
  legs
    .filter((leg) => leg.asset === asset && buckets.includes(leg.bucket))
    .reduce((sum, leg) => add(sum, leg.amount), 0);
