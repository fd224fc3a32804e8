import {
  factorRatio,
  paysMoney,
  replacesShares,
  type DeclaredAction,
} from '#domain/corporate-actions/declared-action.ts';
import { effectiveDay, entitledTo } from '#domain/corporate-actions/entitlement.ts';
import { isSubscription } from '#domain/corporate-actions/subscription-rights.ts';
import {
  capitalReturnTransfer,
  dueChangesOf,
  fractionTransfer,
  proceedsTaxTransfer,
  proceedsTransfer,
  sharesTransfer,
} from '#domain/ledger/corporate-action-transfers.ts';
import { NO_HELD_POSITION, type PositionChange } from '#domain/ledger/position.ts';
import type { AssetKind } from '#domain/market/instrument.ts';
import { add, divideHalfUp, safe, subtract } from '#domain/money/integer.ts';
import type { Ratio } from '#domain/money/ratio.ts';
import { fractionCostOf, fractionProceedsCentavos } from '#domain/positions/corporate-actions.ts';
import { BILLIONTHS_PER_CENTAVO } from '#domain/positions/position.ts';
import { dividendTax, jcpTax, type DividendsOfMonth } from '#domain/taxes/proceeds.ts';
import type { Entitlement } from '../store/actions/action-store.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';
import { bookingDay, type Cause } from './booking-day.ts';
import { bookRights } from './subscription.ts';

/** Dividends of the month by owner, those of this transaction included. */
type MonthByOwner = Map<string, DividendsOfMonth>;

/**
 * Books an action for the accounts of a transaction, once for each:
 *
 * 1. compute what the entitled shares give;
 * 2. post the payment and the tax that the company withholds, or the change of shares and cost;
 * 3. mark the entitlement as applied, with the fraction that is left.
 */
export function applyAction(
  unit: UnitOfWork,
  { action, assetKind, isTaxable }: AppliedTerms,
  accountIds: readonly string[],
  correlationId: string,
): void {
  const { entitlements, dividends } = unit.entitled();
  const month: MonthByOwner = new Map(dividends);
  const cause = { correlationId, atMs: unit.time.nowMs };
  const today = unit.time.days[0] ?? '';
  for (const accountId of accountIds) {
    const entitlement = entitlements.get(accountId);
    if (!entitlement || entitlement.appliedOn !== null) continue;
    const booked = paysMoney(action.kind)
      ? bookPayment(unit, { action, assetKind, isTaxable, month }, entitlement, cause)
      : bookShares(unit, action, entitlement, cause);
    unit.saveEntitlement({ ...entitlement, ...booked, appliedOn: today });
  }
}

/** An action, and whether its dividend counts towards the taxable ones of its company. */
interface AppliedTerms {
  readonly action: DeclaredAction;
  readonly assetKind: AssetKind;
  readonly isTaxable: boolean;
}

type Booked = Partial<Entitlement>;

function bookPayment(
  unit: UnitOfWork,
  applied: AppliedTerms & { readonly month: MonthByOwner },
  { accountId, ownerId, quantity }: Entitlement,
  cause: Cause,
): Booked {
  const { book } = lockedAccount(unit, accountId);
  const { action, month } = applied;
  const { grossCentavos } = entitledTo(action, quantity);
  if (grossCentavos === 0) return {};
  const reference = { terms: action, entitledQuantity: quantity };
  if (action.kind === 'CAPITAL_RETURN') {
    const costing = capitalReturnCosting(unit, action, accountId, grossCentavos);
    const entry = book.post(capitalReturnTransfer(accountId, reference, grossCentavos, costing), cause);
    if (costing.realizedCentavos > 0)
      unit.addActionResult({
        ...resultOf(applied, accountId, entry.sequence, costing),
        kind: 'CAPITAL_RETURN',
        quantity,
        grossCentavos,
      });
    return { grossCentavos };
  }
  book.post(proceedsTransfer(accountId, reference, grossCentavos), cause);
  const taxCentavos = taxOf(applied, grossCentavos, ownerId, month);
  if (taxCentavos > 0) book.post(proceedsTaxTransfer(accountId, reference, taxCentavos), cause);
  return { grossCentavos, taxCentavos };
}

/** Tax withheld from a payment; adds a taxable dividend to its owner's month. */
function taxOf(
  { action, isTaxable }: AppliedTerms,
  grossCentavos: number,
  ownerId: string,
  month: MonthByOwner,
): number {
  const paidOn = action.paysOn ?? action.exDate;
  if (action.kind === 'JCP') return jcpTax(paidOn, grossCentavos);
  const before = month.get(ownerId) ?? { grossCentavos: 0, withheldCentavos: 0 };
  const tax = dividendTax(paidOn, grossCentavos, before, !isTaxable);
  if (isTaxable)
    month.set(ownerId, {
      grossCentavos: add(before.grossCentavos, grossCentavos),
      withheldCentavos: add(before.withheldCentavos, tax),
    });
  return tax;
}

/** The parts of a result that every action has: its place, its asset and its profit. */
const resultOf = (
  { action, assetKind }: Pick<AppliedTerms, 'action' | 'assetKind'>,
  accountId: string,
  sequence: number,
  { day, realizedCentavos }: PositionChange,
) => ({
  accountId,
  sequence,
  actionId: action.id,
  tradeDate: day,
  asset: action.ticker,
  assetKind,
  profitCentavos: realizedCentavos,
});

/** Lowers the cost at most to zero; the rest is a profit. */
function capitalReturnCosting(
  unit: UnitOfWork,
  action: DeclaredAction,
  accountId: string,
  grossCentavos: number,
): PositionChange {
  const { costBillionths } = heldOf(unit, action, accountId);
  const returned = BigInt(grossCentavos) * BILLIONTHS_PER_CENTAVO;
  const lowered = returned < costBillionths ? returned : costBillionths;
  return {
    day: changeDay(unit, action, accountId),
    quantity: 0,
    costBillionths: -lowered,
    realizedCentavos: safe(Number(divideHalfUp(returned - lowered, BILLIONTHS_PER_CENTAVO))),
  };
}

function bookShares(
  unit: UnitOfWork,
  action: DeclaredAction,
  entitlement: Entitlement,
  cause: Cause,
): Booked {
  const { accountId, quantity } = entitlement;
  const { book } = lockedAccount(unit, accountId);
  const { shares, fraction, ...ofBonus } = entitledTo(action, quantity);
  if (isSubscription(action)) {
    bookRights(unit, action, { ...entitlement, shares }, cause);
    return { shares };
  }
  const held = heldOf(unit, action, accountId);
  const isReplaced = replacesShares(action.kind);
  const fractionCostBillionths = isReplaced
    ? fractionCostOf(held.costBillionths, add(held.quantity, shares), fraction)
    : ofBonus.fractionCostBillionths;
  const costing = {
    day: changeDay(unit, action, accountId),
    quantity: shares,
    costBillionths: isReplaced ? -fractionCostBillionths : ofBonus.costBillionths,
    realizedCentavos: 0,
  };
  const dueChanges = isReplaced
    ? dueChangesOf(book.holding(action.ticker), factorRatio(action.factor ?? '1'))
    : new Map<string, number>();
  const reference = { terms: action, entitledQuantity: quantity };
  if (shares !== 0 || costing.costBillionths !== 0n || dueChanges.size > 0)
    book.post(sharesTransfer(accountId, reference, costing, dueChanges), cause);
  return { shares, fraction, fractionCostBillionths };
}

/** The sale of fractions: the price of a whole share. */
export interface FractionPrice {
  readonly paysOn: string;
  readonly price: Ratio;
}

/**
 * Pays the fractions of the accounts of a transaction, once for each. The sale is an ordinary one: the company sells the
 * fractions at the exchange (reading of this project).
 */
export function payFractions(
  unit: UnitOfWork,
  { action, assetKind, paysOn, price }: Pick<AppliedTerms, 'action' | 'assetKind'> & FractionPrice,
  accountIds: readonly string[],
  correlationId: string,
): void {
  const { entitlements } = unit.entitled();
  const cause = { correlationId, atMs: unit.time.nowMs };
  for (const accountId of accountIds) {
    const entitlement = entitlements.get(accountId);
    if (!entitlement || entitlement.appliedOn === null || entitlement.fractionCentavos !== null) continue;
    const { fraction, fractionCostBillionths, quantity } = entitlement;
    const fractionCentavos = fractionProceedsCentavos(fraction, price);
    const cost = safe(Number(divideHalfUp(fractionCostBillionths, BILLIONTHS_PER_CENTAVO)));
    if (fractionCentavos > 0) {
      const costing = {
        day: changeDay(unit, { ...action, kind: 'DIVIDEND', paysOn }, accountId),
        quantity: 0,
        costBillionths: 0n,
        realizedCentavos: subtract(fractionCentavos, cost),
      };
      const reference = { terms: action, entitledQuantity: quantity };
      const transfer = fractionTransfer(accountId, reference, fractionCentavos, costing);
      const { sequence } = lockedAccount(unit, accountId).book.post(transfer, cause);
      unit.addActionResult({
        ...resultOf({ action, assetKind }, accountId, sequence, costing),
        kind: 'ORDINARY',
        quantity: 0,
        grossCentavos: fractionCentavos,
      });
    }
    unit.saveEntitlement({ ...entitlement, fractionCentavos });
  }
}

const heldOf = (unit: UnitOfWork, { ticker }: DeclaredAction, accountId: string) =>
  lockedAccount(unit, accountId).book.position(ticker) ?? NO_HELD_POSITION;

/** The day to which a change of a position by an action belongs. */
const changeDay = (unit: UnitOfWork, action: DeclaredAction, accountId: string): string =>
  bookingDay(unit, accountId, effectiveDay(action) ?? unit.time.days[0] ?? '');
