/**
 * Step "book" of an order's way: turns the facts of the orders subgraph into ledger transfers, each fact once.
 *
 * Details: consumers.ts reads the facts from the event log and parks bad ones, the legs of the transfers are
 * in domain/ledger/transfers.ts, the amount held for each order in ../ledger/holds.ts. ../settle/ settles the fills.
 */
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { feeTransfer, tradeTransfer } from '#domain/ledger/transfers.ts';
import { releaseHold } from '../ledger/holds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';

/** The result of booking a batch of facts. */
export interface BookingResult {
  /** Facts booked by this call; repeats are not counted. */
  readonly bookedCount: number;
  /** The earliest settlement day (ISO) among the booked fills; null without a fill. */
  readonly earliestSettlement: string | null;
  /** Facts of accounts that do not exist in this wallet. */
  readonly withoutAccount: readonly OrderFact[];
  /** The first fact whose predecessor in the account's sequence is missing; null without a gap. */
  readonly missingBefore: OrderFact | null;
}

/**
 * Books a batch of facts in one transaction. The sequence of each account decides: a repeat is skipped, the next fact is
 * booked, and a fact behind a gap is left for a later call.
 */
export function bookOrderFacts(ledger: Ledger, facts: readonly OrderFact[]): Promise<BookingResult> {
  const scope = {
    accountIds: facts.map((fact) => fact.accountId),
    assets: facts.map((fact) => fact.order.ticker),
    orderIds: facts.map((fact) => fact.order.orderId),
  };
  return ledger.transact(scope, (unit) => {
    const booked: OrderFact[] = [];
    const withoutAccount: OrderFact[] = [];
    let missingBefore: OrderFact | null = null;
    for (const fact of facts) {
      const account = unit.account(fact.accountId);
      const next = account && account.orderFactSequence + 1;
      if (next === undefined) withoutAccount.push(fact);
      else if (fact.sequence > next) missingBefore ??= fact;
      else if (fact.sequence === next) {
        bookOrderFact(unit, fact);
        booked.push(fact);
      }
    }
    const earliestSettlement = earliestSettlementOf(booked);
    return { bookedCount: booked.length, earliestSettlement, withoutAccount, missingBefore };
  });
}

/**
 * Releases the amount that the fact frees, then books its fill. The release comes first: a buy pays for its fill with
 * the released cash.
 */
function bookOrderFact(unit: UnitOfWork, fact: OrderFact): void {
  const { accountId, order, released, execution, correlationId } = fact;
  const { orderId, side, ticker } = order;
  if (released > 0) {
    const asset = side === 'BUY' ? CASH : ticker;
    releaseHold(unit, { orderId, accountId, asset, amount: released }, correlationId);
  }
  if (fact.type === 'FILLED' && execution) {
    const { book } = lockedAccount(unit, accountId);
    const fill = { ...execution, side, ticker };
    book.post(tradeTransfer(accountId, fill), correlationId);
    const fees = feeTransfer(accountId, fill);
    if (fees) book.post(fees, correlationId);
  }
  unit.advanceOrderFacts(accountId, fact.sequence);
}

function earliestSettlementOf(facts: readonly OrderFact[]): string | null {
  const days = facts.flatMap((fact) => (fact.execution ? [fact.execution.settlesOn] : []));
  return days.sort()[0] ?? null;
}
