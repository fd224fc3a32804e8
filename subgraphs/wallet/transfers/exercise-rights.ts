import { isExercisableOn, subscriptionCentavos } from '#domain/corporate-actions/subscription-rights.ts';
import { ownedOf, removableOf } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { MAX_ACCOUNT_CENTAVOS, MAX_OWNED_SHARES } from '#domain/ledger/limits.ts';
import { NO_HELD_POSITION } from '#domain/ledger/position.ts';
import { exerciseTransfers } from '#domain/ledger/subscription-transfers.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { BILLIONTHS_PER_CENTAVO, dispose } from '#domain/positions/position.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '#domain/refusal.ts';
import type { DeclaredSubscription } from '../store/actions/action-store.ts';
import type { LockedAccount, UnitOfWork } from '../store/unit-of-work.ts';
import { openDayOf } from '../store/unit-of-work.ts';
import {
  perform,
  type TransferReceipt,
  type TransferRequest,
  type TransferServices,
} from './client-transfers.ts';

export interface ExerciseRequest extends TransferRequest {
  /** Ticker of the right. */
  readonly ticker: string;
  readonly quantity: number;
}

/**
 * Exercises subscription rights: pays the price of the new shares and gives receipts for them, which become shares on the day
 * of the credit. The cost of the rights, zero for those that were received, becomes a part of the cost of the shares.
 */
export async function exerciseRights(
  services: TransferServices,
  request: ExerciseRequest,
): Promise<Outcome<TransferReceipt>> {
  const { ticker, quantity } = request;
  const today = services.bookingClock().days[0] ?? '';
  const action = await services.store.subscriptionOf(ticker, today);
  const assets = action ? [ticker, action.rights.receiptTicker] : [ticker];
  const rows = { assets, positions: true, trades: 'OPEN' } as const;
  return perform(
    services,
    request,
    { content: `EXERCISE ${ticker} ${quantity}`, rows },
    (account, post, unit) => {
      if (!action)
        return deny(
          refuse('UNKNOWN_TICKER', {
            message: 'No subscription has a right with this ticker.',
            field: 'ticker',
            observed: ticker,
          }),
        );
      const refusal = refusalOf(account, unit, action, request);
      if (refusal) return deny(refusal);
      const { book, closedDay } = account;
      const held = book.position(ticker) ?? NO_HELD_POSITION;
      const costBillionths = held.costBillionths - dispose(held, quantity).position.costBillionths;
      const amountCentavos = subscriptionCentavos(action, quantity);
      const exercise = { day: openDayOf(closedDay, unit.time), quantity, amountCentavos, costBillionths };
      const [subscribed, exercised] = exerciseTransfers(book.accountId, action, exercise);
      const entry = post(subscribed);
      post(exercised);
      const { sequence } = entry;
      unit.addExercise({ ...exercise, actionId: action.id, accountId: book.accountId, sequence });
      return accept(entry);
    },
  );
}

/** Reason why an account cannot exercise; null when it can. Rights and cash must be settled, as for a withdrawal. */
function refusalOf(
  { book }: LockedAccount,
  unit: UnitOfWork,
  action: DeclaredSubscription,
  { ticker, quantity }: ExerciseRequest,
): Refusal | null {
  const { exDate, rights } = action;
  const today = unit.time.days[0] ?? '';
  if (!isExercisableOn(action, today))
    return refuse('SUBSCRIPTION_CLOSED', {
      field: 'ticker',
      limit: `${exDate} to ${rights.exercisesUntil}`,
      observed: today,
    });
  const maxQuantity = Math.max(0, MAX_OWNED_SHARES - ownedOf(book.holding(rights.receiptTicker)));
  if (quantity <= 0 || quantity > maxQuantity)
    return refuse('QUANTITY_LIMIT', {
      field: 'quantity',
      limit: `1 to ${maxQuantity}`,
      observed: String(quantity),
    });
  const hasOpenDay = unit
    .daysOf(book.accountId)
    .trades.some(({ asset, tradeDate }) => asset === ticker && tradeDate < today);
  if (hasOpenDay)
    return refuse('PHASE', {
      message: `The broker is closing a day with trades of ${ticker}. Try again in a moment.`,
      field: 'ticker',
    });
  const settled = Math.min(book.holding(ticker).free, removableOf(book.holding(ticker)));
  if (quantity > settled)
    return refuse('INSUFFICIENT_SHARES', {
      message: `The account has ${settled} settled rights that no order holds.`,
      ...{ field: 'quantity', limit: String(settled), observed: String(quantity) },
    });
  return refusalOfPayment(book, action, quantity);
}

function refusalOfPayment(
  book: LockedAccount['book'],
  action: DeclaredSubscription,
  quantity: number,
): Refusal | null {
  const amount = subscriptionCentavos(action, quantity);
  const limit = removableOf(book.holding(CASH));
  if (amount > limit) {
    const [most, observed] = [formatCentavos(limit), formatCentavos(amount)];
    const message = `The subscription costs ${observed}, and at most ${most} may leave the account today.`;
    return refuse('INSUFFICIENT_CASH', { message, field: 'quantity', limit: most, observed });
  }
  const cost = book.position(action.rights.receiptTicker)?.costBillionths ?? 0n;
  const most = BigInt(MAX_ACCOUNT_CENTAVOS) * BILLIONTHS_PER_CENTAVO;
  return cost + BigInt(amount) * BILLIONTHS_PER_CENTAVO <= most
    ? null
    : refuse('INVALID_AMOUNT', { field: 'quantity', limit: 'a cost of at most R$ 40 trillion' });
}
