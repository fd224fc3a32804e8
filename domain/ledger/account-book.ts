import { add, subtract } from '../money/integer.ts';
import { viewCash, type CashView } from './cash.ts';
import type { EntryKind } from './entry-kind.ts';
import { EMPTY_HOLDING, ownedOf, applyLeg, type Holding } from './holding.ts';
import { CASH, free, owed, sumsByAsset, type Leg } from './leg.ts';
import { changePosition, NO_HELD_POSITION, type HeldPosition } from './position.ts';
import type { Transfer } from './transfers.ts';

/** Stored state of an account from which its book opens. */
export interface AccountBookState {
  readonly accountId: string;
  /** Sequence of the last statement entry; 0 before the first. */
  readonly sequence: number;
  /** Time of that entry; 0 before the first, or when the entries to book do not need it. */
  readonly lastAtMs?: number;
  /** By asset. A missing asset counts as never held, so every asset that a transfer will change must be present. */
  readonly holdings: ReadonlyMap<string, Holding>;
  /** Positions after the account's closed days, by custody ticker. */
  readonly positions: ReadonlyMap<string, HeldPosition>;
}

/** Cause and instant of a transfer. */
export interface TransferCause {
  readonly correlationId: string;
  /** Event time: of a fill, its execution. Entries stand in the order of their booking, not of this. */
  readonly atMs: number;
  /** Day (ISO) whose balance the entry changes; by default that of `atMs`. A close books entries of a day that is over. */
  readonly day?: string;
}

/** A booked transfer: one entry of the account's statement. */
export interface BookedEntry {
  readonly transfer: Transfer;
  readonly sequence: number;
  readonly atMs: number;
  /** Null: the day of `atMs`. */
  readonly day: string | null;
  /** Signed change of available cash less owed cash; null when only shares move. */
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
  /** Position after the account's closed days; undefined when the account never had one. */
  position(ticker: string): HeldPosition | undefined;
  /** All positions that were loaded, by custody ticker. */
  positions(): ReadonlyMap<string, HeldPosition>;
  setPosition(ticker: string, position: HeldPosition): void;
  /** Positions that the book changed. */
  changedPositions(): ReadonlyMap<string, HeldPosition>;
  /**
   * Books a transfer and returns its entry. Throws when its legs do not balance or a balance would go below zero: callers
   * check first. Trades, costs and taxes may take more than the available cash: the rest is owed.
   */
  post(transfer: Transfer, cause: TransferCause): BookedEntry;
  /** The time of an entry whose event is over: it never stands before the newest entry. */
  notBeforeNewest(atMs: number): number;
  /** Entries booked since the book was opened, in order. */
  entries(): readonly BookedEntry[];
}

/** Kinds of transfers that never fail for lack of cash. */
const MAY_OWE: ReadonlySet<EntryKind> = new Set(['TRADE', 'FEE', 'TAX']);

/**
 * Opens the book of an account.
 *
 * @param days today and the next settlement days (ISO), for the projection of cash
 */
export function openAccountBook(state: AccountBookState, days: readonly string[]): AccountBook {
  const holdings = new Map(state.holdings);
  const positions = new Map(state.positions);
  const changed = new Map<string, HeldPosition>();
  const entries: BookedEntry[] = [];
  const { accountId } = state;
  const holding = (asset: string): Holding => holdings.get(asset) ?? EMPTY_HOLDING;
  const setPosition = (ticker: string, position: HeldPosition): void => {
    positions.set(ticker, position);
    changed.set(ticker, position);
  };
  return {
    accountId,
    assets: () => [...holdings.keys()],
    holding,
    position: (ticker) => positions.get(ticker),
    positions: () => positions,
    setPosition,
    changedPositions: () => changed,
    entries: () => entries,
    notBeforeNewest: (atMs) => Math.max(atMs, entries.at(-1)?.atMs ?? state.lastAtMs ?? 0),
    post: (requested, { correlationId, atMs, day = null }) => {
      assertBalanced(requested);
      const transfer = { ...requested, legs: withDebt(requested, accountId, holding(CASH)) };
      const { ticker, costing } = transfer;
      if (ticker !== null && costing !== null)
        setPosition(ticker, changePosition(positions.get(ticker) ?? NO_HELD_POSITION, costing));
      const own = transfer.legs.filter((leg) => leg.holder === accountId);
      for (const leg of own) holdings.set(leg.asset, applyLeg(holding(leg.asset), leg));
      const entry: BookedEntry = {
        transfer,
        sequence: state.sequence + entries.length + 1,
        atMs,
        day,
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

/**
 * The legs of a transfer with the account's debt: a charge beyond the free cash is owed, and a credit repays first what is
 * owed. So an account that owes has no free cash.
 */
function withDebt({ kind, legs }: Transfer, accountId: string, cash: Holding): readonly Leg[] {
  const isFreeCash = (leg: Leg): boolean =>
    leg.holder === accountId && leg.asset === CASH && leg.bucket === 'FREE';
  const change = legs.filter(isFreeCash).reduce((sum, leg) => add(sum, leg.amount), 0);
  const net = add(subtract(cash.free, cash.owed), change);
  const owedAfter = Math.max(0, -net);
  if (owedAfter === 0 && cash.owed === 0) return legs;
  if (owedAfter > cash.owed && !MAY_OWE.has(kind)) return legs;
  const moved = [
    { ...free(accountId, CASH), amount: subtract(Math.max(0, net), cash.free) },
    { ...owed(accountId), amount: subtract(cash.owed, owedAfter) },
  ];
  return [...moved.filter(({ amount }) => amount !== 0), ...legs.filter((leg) => !isFreeCash(leg))];
}

function assertBalanced(transfer: Transfer): void {
  if (transfer.legs.length === 0 && transfer.costing === null)
    throw new RangeError(`a ${transfer.kind} that moves nothing`);
  for (const [asset, sum] of sumsByAsset(transfer.legs)) {
    if (sum !== 0) throw new RangeError(`the ${asset} legs of a ${transfer.kind} sum to ${sum}`);
  }
}

const cashChange = (own: readonly Leg[]): number | null =>
  own.some((leg) => leg.asset === CASH) ? sumOf(own, CASH, ['FREE', 'OWED']) : null;

const sumOf = (legs: readonly Leg[], asset: string, buckets: readonly Leg['bucket'][]): number =>
  legs
    .filter((leg) => leg.asset === asset && buckets.includes(leg.bucket))
    .reduce((sum, leg) => add(sum, leg.amount), 0);
