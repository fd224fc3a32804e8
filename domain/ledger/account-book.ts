import { add } from '../money/integer.ts';
import { viewCash, type CashView } from './cash.ts';
import { EMPTY_HOLDING, ownedOf, applyLeg, type Holding } from './holding.ts';
import { CASH, sumsByAsset, type Leg } from './leg.ts';
import { costAfter, NO_COST, type PositionCost } from './position.ts';
import type { Transfer } from './transfers.ts';

/** Stored state of an account from which its book opens. */
export interface AccountBookState {
  readonly accountId: string;
  /** Sequence of the last statement entry; 0 before the first. */
  readonly sequence: number;
  /** Instant of the last statement entry. */
  readonly lastAtMs: number;
  /** By asset. A missing asset counts as never held, so every asset that a transfer will change must be present. */
  readonly holdings: ReadonlyMap<string, Holding>;
  /** By ticker. */
  readonly costs: ReadonlyMap<string, PositionCost>;
}

/** A booked transfer: one entry of the account's statement. */
export interface BookedEntry {
  readonly transfer: Transfer;
  readonly sequence: number;
  readonly atMs: number;
  /** Signed change of available cash; null when only shares move. */
  readonly amountCentavos: number | null;
  /** Cash after the transfer. */
  readonly cash: CashView;
  /** Signed change of owned shares, and the shares owned afterwards; null when the transfer names no ticker. */
  readonly quantity: number | null;
  readonly quantityAfter: number | null;
  readonly correlationId: string;
}

/** The book of one account: takes transfers and appends statement entries. */
export interface AccountBook {
  readonly accountId: string;
  /** Every asset that the account holds or held, in no order. */
  assets(): readonly string[];
  holding(asset: string): Holding;
  cost(ticker: string): PositionCost | undefined;
  /**
   * Books a transfer and returns its entry. Throws when its legs do not balance or a balance would go below zero: callers
   * check first.
   */
  post(transfer: Transfer, correlationId: string): BookedEntry;
  /** Entries booked since the book was opened, in order. */
  entries(): readonly BookedEntry[];
}

/**
 * Opens the book of an account.
 *
 * @param nowMs instant of the new entries; an entry is never dated before the account's last one
 * @param days today and the next settlement days (ISO), for the projection of cash
 */
export function openAccountBook(
  state: AccountBookState,
  nowMs: number,
  days: readonly string[],
): AccountBook {
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
      for (const leg of own) holdings.set(leg.asset, applyLeg(holding(leg.asset), leg));
      const entry: BookedEntry = {
        transfer,
        sequence: state.sequence + entries.length + 1,
        atMs,
        amountCentavos: cashChange(own),
        cash: viewCash(holding(CASH), days),
        quantity: ticker === null ? null : sumOf(own, ticker, ['FREE', 'RESERVED']),
        quantityAfter: ticker === null ? null : ownedOf(holding(ticker)),
        correlationId,
      };
      entries.push(entry);
      return entry;
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
