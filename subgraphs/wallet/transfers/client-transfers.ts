import type { BookedEntry } from '#domain/ledger/account-book.ts';
import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { CLIENT_ID_FORM, isClientId } from '#domain/client-id.ts';
import { removableOf } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { depositRoom } from '#domain/ledger/deposit-room.ts';
import { MAX_ACCOUNT_CENTAVOS } from '#domain/ledger/limits.ts';
import { depositTransfer, withdrawalTransfer, type Transfer } from '#domain/ledger/transfers.ts';
import { amountFault, formatCentavos, parseAmountCentavos } from '#domain/money/money.ts';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { BookingClock } from '../ledger/booking-clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AccountRecord, Scope, WalletStore } from '../store/store.ts';
import {
  lockedAccount,
  type ClientTransfer,
  type LockedAccount,
  type UnitOfWork,
} from '../store/unit-of-work.ts';

/** Services that client transfers call. */
export interface TransferServices {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly assets: AssetsRpc;
  readonly bookingClock: BookingClock;
}

/** Fields that all client transfers share: the caller, the account and the id that makes a repeat safe. */
export interface TransferRequest {
  readonly userId: string;
  readonly accountId: string;
  readonly clientTransferId: string;
  readonly correlationId: string;
}

/** A transfer that was made. */
export interface TransferReceipt {
  readonly account: AccountRecord;
  readonly transfer: ClientTransfer;
  /** True when an earlier request made the transfer: this one moved nothing. */
  readonly isRepeat: boolean;
}

/** Deposits cash. */
export function deposit(
  services: TransferServices,
  request: TransferRequest & { readonly amount: string },
): Promise<Outcome<TransferReceipt>> {
  const amount = parseAmountCentavos(request.amount);
  return perform(
    services,
    request,
    { content: `DEPOSIT ${amount}`, rows: ALL_POSITIONS },
    ({ book }, post) => {
      const maxAmount = depositRoom(book).cashCentavos;
      if (amount === null || amount > maxAmount) {
        const refusal = invalidAmount('amount', request.amount, maxAmount);
        return deny(amount === null ? refusal : { ...refusal, message: beyondCeiling(maxAmount) });
      }
      return accept(post(depositTransfer(book.accountId, amount)));
    },
  );
}

/** Withdraws cash, up to the withdrawable amount. */
export function withdraw(
  services: TransferServices,
  request: TransferRequest & { readonly amount: string },
): Promise<Outcome<TransferReceipt>> {
  const amount = parseAmountCentavos(request.amount);
  return perform(
    services,
    request,
    { content: `WITHDRAWAL ${amount}`, rows: NO_SHARES },
    ({ book }, post) => {
      if (amount === null) {
        return deny(invalidAmount('amount', request.amount, MAX_ACCOUNT_CENTAVOS));
      }
      const limit = removableOf(book.holding(CASH));
      if (amount > limit) {
        const [most, observed] = [formatCentavos(limit), formatCentavos(amount)];
        const message = `At most ${most} may leave the account today.`;
        return deny(refuse('INSUFFICIENT_CASH', { message, field: 'amount', limit: most, observed }));
      }
      return accept(post(withdrawalTransfer(book.accountId, amount)));
    },
  );
}

/** Decides a client's transfer of a locked account: posts it and returns its statement entry, or refuses. */
type Decide = (
  account: LockedAccount,
  post: (transfer: Transfer) => BookedEntry,
  unit: UnitOfWork,
) => Outcome<BookedEntry>;

/** Rows of the account that a transfer reads or changes. */
type TransferScope = Pick<Scope, 'assets' | 'positions' | 'trades'>;

/** The request of a client, and the rows that it needs. */
interface TransferKind {
  /** Normalized: it is compared with that of an earlier transfer under the same id. */
  readonly content: string;
  readonly rows: TransferScope;
}

const NO_SHARES: TransferScope = { assets: [] };
const ALL_POSITIONS: TransferScope = { assets: [], positions: true };

/**
 * Checks ownership and the transfer id, then books the transfer as `decide` says. A repeat of a known id with the same
 * content moves nothing and returns the first transfer; with other content it is refused (ID_REUSED). A refused transfer does
 * not use up its id.
 */
export async function perform(
  services: TransferServices,
  request: TransferRequest,
  { content, rows }: TransferKind,
  decide: Decide,
): Promise<Outcome<TransferReceipt>> {
  const { accountId, clientTransferId, correlationId } = request;
  const [account] = await services.store.accounts([accountId]);
  if (account?.ownerId !== request.userId) {
    return deny(refuse('ACCOUNT_NOT_FOUND', { field: 'accountId', observed: accountId }));
  }
  if (!isClientId(clientTransferId)) return deny(invalidId(clientTransferId));
  const scope = { ...rows, accountIds: [accountId], clientTransferIds: [clientTransferId] };
  return services.ledger.transact(scope, (unit): Outcome<TransferReceipt> => {
    const locked = lockedAccount(unit, accountId);
    const known = unit.clientTransfer(accountId, clientTransferId);
    if (known !== undefined) {
      if (known.content !== content) return deny(reusedId(clientTransferId));
      return accept({ account, transfer: known, isRepeat: true });
    }
    const cause = { correlationId, atMs: unit.time.nowMs };
    const decision = decide(locked, (transfer) => locked.book.post(transfer, cause), unit);
    if (!decision.ok) return decision;
    const { sequence, atMs, amountCentavos, quantity, transfer: booked } = decision.value;
    const entry = { sequence, atMs, amountCentavos, ticker: booked.ticker, quantity };
    const transfer = { accountId, clientTransferId, content, entry };
    unit.rememberClientTransfer(transfer);
    return accept({ account, transfer, isRepeat: false });
  });
}

/** INVALID_AMOUNT with the one reason that holds of a text that is no amount. */
const invalidAmount = (field: string, observed: string, maxCentavos: number) =>
  refuse('INVALID_AMOUNT', {
    message:
      amountFault(observed) === 'too-precise'
        ? 'The amount has a fraction of a centavo. Give at most two decimal places.'
        : 'The amount must be greater than zero.',
    field,
    limit: `0.01 to ${formatCentavos(Math.max(0, maxCentavos))}, in whole centavos`,
    observed,
  });

/** The message of INVALID_AMOUNT for a deposit that an account cannot hold. */
const beyondCeiling = (maxCentavos: number): string =>
  `An account holds at most ${formatCentavos(MAX_ACCOUNT_CENTAVOS)} in cash, cost of shares and losses of sold ones, so at most ${formatCentavos(maxCentavos)} more may be deposited.`;

const reusedId = (observed: string) => refuse('ID_REUSED', { field: 'clientTransferId', observed });

const invalidId = (id: string) =>
  refuse('INVALID_ID', {
    field: 'clientTransferId',
    limit: CLIENT_ID_FORM,
    observed: id.length > 80 ? `${id.slice(0, 77)}...` : id,
  });
