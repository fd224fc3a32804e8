import type { OrderFact } from '#contracts/messages/order-facts.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { feesOf, releaseFor, tradeOf } from '#domain/ledger/transfers.ts';
import type { Ledger } from './ledger.ts';
import type { Unit } from '../store/unit.ts';

/** A fact of an account came before one that must come first. Nothing is skipped: the reader waits and asks again. */
export class FactsMissing extends Error {
  override readonly name = 'FactsMissing';
}

/** What booking a batch of facts came to. */
export interface Booked {
  /** Facts booked now; those seen before are left out. */
  readonly count: number;
  /** The earliest settlement day among their fills; null when there was none. */
  readonly earliestSettlement: string | null;
  /** Facts of accounts that are not ours. */
  readonly foreign: readonly OrderFact[];
  /** The first fact that came too early; null when none did. */
  readonly missingBefore: OrderFact | null;
}

/**
 * Books facts of orders in one transaction, each once by its account's sequence. What stands behind a gap is left for
 * when the gap has closed.
 */
export function bookOrderFacts(ledger: Ledger, facts: readonly OrderFact[]): Promise<Booked> {
  const scope = {
    accountIds: facts.map((fact) => fact.accountId),
    assets: facts.map((fact) => fact.order.ticker),
    orderIds: facts.map((fact) => fact.order.orderId),
  };
  return ledger.transact(scope, (unit) => {
    const booked: OrderFact[] = [];
    const foreign: OrderFact[] = [];
    let missingBefore: OrderFact | null = null;
    for (const fact of facts) {
      const account = unit.account(fact.accountId);
      const next = account && account.orderFactSequence + 1;
      if (next === undefined) foreign.push(fact);
      else if (fact.sequence > next) missingBefore ??= fact;
      else if (fact.sequence === next) {
        bookOrderFact(unit, fact);
        booked.push(fact);
      }
    }
    return { count: booked.length, earliestSettlement: earliest(booked), foreign, missingBefore };
  });
}

/** Frees what the fact frees, then books the fill if it is one: the released amount covers what a buy costs. */
function bookOrderFact(unit: Unit, fact: OrderFact): void {
  const { accountId, order, released, execution, correlationId } = fact;
  const book = unit.account(accountId)?.book;
  if (!book) throw new Error(`account ${accountId} is not locked`);
  if (released > 0) {
    const asset = order.side === 'BUY' ? CASH : order.ticker;
    const { orderId } = order;
    unit.changeHold({ orderId, accountId, asset, amount: -released });
    book.post(releaseFor(accountId, orderId, asset, released), correlationId);
  }
  if (fact.type === 'FILLED' && execution) {
    const fill = { ...execution, side: order.side, ticker: order.ticker };
    book.post(tradeOf(accountId, fill), correlationId);
    const fees = feesOf(accountId, fill);
    if (fees) book.post(fees, correlationId);
  }
  unit.advanceOrderFacts(accountId, fact.sequence);
}

function earliest(facts: readonly OrderFact[]): string | null {
  const days = facts.flatMap((fact) => (fact.execution ? [fact.execution.settlesOn] : []));
  return days.sort()[0] ?? null;
}
