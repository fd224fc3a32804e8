/**
 * Step "book" of an order's way: turns the facts of the orders subgraph into ledger transfers, each fact once.
 *
 * Details: consumers.ts reads the facts from the event log and parks bad ones, the legs of the transfers are
 * in domain/ledger/transfers.ts, the amount held for each order in ../ledger/holds.ts. ../settle/ settles the fills.
 */
import type { BookableFact } from '#contracts/messages/order-facts.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { feeTransfer, tradeTransfer } from '#domain/ledger/transfers.ts';
import { changesBalances } from '#domain/orders/lifecycle/order-fact.ts';
import type { WallClock } from '#platform/time/clock.ts';
import { inSlices } from '#platform/time/slice-turns.ts';
import { releaseHold } from '../ledger/holds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FactRange } from '../store/store.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';

/** Facts that are booked in one run of the event loop. */
const BOOKED_AT_ONCE = 25;

/** The result of booking a batch of facts. */
export interface BookingResult {
  /** Facts booked by this call; repeats are not counted. */
  readonly bookedCount: number;
  /** The earliest settlement day and trade date (ISO) among the booked fills; null without a fill. */
  readonly earliestSettlement: string | null;
  readonly earliestTradeDate: string | null;
  /** Facts of accounts that do not exist in this wallet. */
  readonly withoutAccount: readonly BookableFact[];
  /** Accounts with a fact whose predecessor in the account's sequence is missing. */
  readonly behind: readonly string[];
}

export const NOTHING_BOOKED: BookingResult = {
  bookedCount: 0,
  earliestSettlement: null,
  earliestTradeDate: null,
  withoutAccount: [],
  behind: [],
};

/** The result of one booking after another. */
export const joinResults = (first: BookingResult, second: BookingResult): BookingResult => ({
  bookedCount: first.bookedCount + second.bookedCount,
  earliestSettlement: earliest([first.earliestSettlement, second.earliestSettlement]),
  earliestTradeDate: earliest([first.earliestTradeDate, second.earliestTradeDate]),
  withoutAccount: [...first.withoutAccount, ...second.withoutAccount],
  behind: [...new Set([...first.behind, ...second.behind])],
});

/** Dependencies of booking. */
export interface BookingDependencies {
  readonly ledger: Ledger;
  readonly wallClock: WallClock;
}

/**
 * Books a batch of facts. The sequence of each account decides: a repeat is skipped, the next fact is booked, and a fact behind a gap
 * is left for a later call. One statement books the facts of all accounts that they do not change, one transaction all others.
 */
export async function bookOrderFacts(
  { ledger, wallClock }: BookingDependencies,
  facts: readonly BookableFact[],
): Promise<BookingResult> {
  const ranges = rangesWithoutChange(facts);
  const skipped = ranges.length === 0 ? new Set<string>() : await ledger.skipFacts(ranges);
  const rest = facts.filter(({ accountId }) => !skipped.has(accountId));
  const result = rest.length === 0 ? NOTHING_BOOKED : await bookInTransaction({ ledger, wallClock }, rest);
  return { ...result, bookedCount: result.bookedCount + facts.length - rest.length };
}

/** The facts of each account that release nothing and fill nothing, if they follow one another. */
function rangesWithoutChange(facts: readonly BookableFact[]): readonly FactRange[] {
  const ranges = new Map<string, FactRange | null>();
  for (const fact of facts) {
    const { accountId, sequence } = fact;
    const range = ranges.get(accountId);
    const isNext = range === undefined || range?.last === sequence - 1;
    ranges.set(
      accountId,
      isNext && !changesBalances(fact)
        ? { accountId, first: range?.first ?? sequence, last: sequence }
        : null,
    );
  }
  return [...ranges.values()].filter((range) => range !== null);
}

function bookInTransaction(
  { ledger, wallClock }: BookingDependencies,
  facts: readonly BookableFact[],
): Promise<BookingResult> {
  const scope = {
    accountIds: facts.map((fact) => fact.accountId),
    assets: facts.map((fact) => fact.order.custodyTicker),
    orderIds: facts.map((fact) => fact.order.orderId),
  };
  return ledger.transact(scope, async (unit) => {
    const booked: BookableFact[] = [];
    const withoutAccount: BookableFact[] = [];
    const behind = new Set<string>();
    const book = (fact: BookableFact): void => {
      const account = unit.account(fact.accountId);
      const next = account && account.orderFactSequence + 1;
      if (next === undefined) withoutAccount.push(fact);
      else if (fact.sequence > next) behind.add(fact.accountId);
      else if (fact.sequence === next) {
        bookOrderFact(unit, fact);
        booked.push(fact);
      }
    };
    await inSlices(facts, { size: BOOKED_AT_ONCE, wallClock }, (slice) => slice.forEach(book));
    // The rows of many facts are made in a run of their own.
    if (facts.length > BOOKED_AT_ONCE) await wallClock.turns.betweenSlices();
    const fills = booked.flatMap(({ execution }) => execution ?? []);
    return {
      bookedCount: booked.length,
      earliestSettlement: earliest(fills.map(({ settlesOn }) => settlesOn)),
      earliestTradeDate: earliest(fills.map(({ tradeDate }) => tradeDate)),
      withoutAccount,
      behind: [...behind],
    };
  });
}

/**
 * Releases the amount that the fact frees, then books its fill. The release comes first: a buy pays for its fill with
 * the released cash.
 */
function bookOrderFact(unit: UnitOfWork, fact: BookableFact): void {
  const { accountId, order, released, execution, correlationId, atMs } = fact;
  const { orderId, side, custodyTicker } = order;
  if (released > 0) {
    const asset = side === 'BUY' ? CASH : custodyTicker;
    releaseHold(unit, { orderId, accountId, asset, amount: released }, { correlationId, atMs });
  }
  if (fact.type === 'FILLED' && execution) bookFill(unit, order, execution, correlationId);
  unit.advanceOrderFacts(accountId, fact.sequence);
}

/** Books a fill at the time of its execution, which may be on an earlier day than the booking. */
function bookFill(
  unit: UnitOfWork,
  { accountId, side, ticker, custodyTicker, assetKind, brokerage }: BookableFact['order'],
  execution: NonNullable<BookableFact['execution']>,
  correlationId: string,
): void {
  const { book } = lockedAccount(unit, accountId);
  const { atMs, tradeDate, settlesOn, executionId, orderId, quantity, priceCentavos, isAuction } = execution;
  const fill = { ...execution, side, ticker, custodyTicker };
  const { sequence } = book.post(tradeTransfer(accountId, fill), { correlationId, atMs });
  const costs = feeTransfer(accountId, fill);
  if (costs) book.post(costs, { correlationId, atMs });
  const made = { executionId, orderId, tradeDate, settlesOn, atMs, priceCentavos };
  const deal = { ticker, asset: custodyTicker, kind: assetKind, side, quantity, isAuction };
  const { grossCentavos, feesCentavos: provisionalCentavos } = execution;
  const costsOfFill = { provisionalCentavos, brokerage };
  unit.addTrade({ accountId, sequence, trade: { ...made, ...deal, grossCentavos, ...costsOfFill } });
}

const earliest = (days: readonly (string | null)[]): string | null =>
  days.filter((day) => day !== null).sort()[0] ?? null;
