import type { AssetsRpc } from '#contracts/calls/assets.ts';
import { CLIENT_ID_FORM, isClientId } from '#domain/client-id.ts';
import { withdrawableCentavos } from '#domain/ledger/cash.ts';
import { ownedOf } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { MAX_ACCOUNT_CENTAVOS } from '#domain/ledger/limits.ts';
import { depositTransfer, withdrawalTransfer, type Transfer } from '#domain/ledger/transfers.ts';
import { formatCentavos, parseAmountCentavos } from '#domain/money/money.ts';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AccountRecord, WalletStore } from '../store/store.ts';
import { lockedAccount, type ClientTransfer, type LockedAccount } from '../store/unit-of-work.ts';

/** Services that client transfers call. */
export interface TransferServices {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly assets: AssetsRpc;
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
  return perform(services, request, `DEPOSIT ${amount}`, [], ({ book }) => {
    const cash = book.holding(CASH);
    const maxAmount = MAX_ACCOUNT_CENTAVOS - ownedOf(cash);
    if (amount === null || amount > maxAmount) {
      return deny(invalidAmount('amount', request.amount, maxAmount));
    }
    return accept(depositTransfer(book.accountId, amount));
  });
}

/** Withdraws cash, up to the withdrawable amount. */
export function withdraw(
  services: TransferServices,
  request: TransferRequest & { readonly amount: string },
): Promise<Outcome<TransferReceipt>> {
  const amount = parseAmountCentavos(request.amount);
  return perform(services, request, `WITHDRAWAL ${amount}`, [], ({ book }) => {
    if (amount === null) {
      return deny(invalidAmount('amount', request.amount, MAX_ACCOUNT_CENTAVOS));
    }
    const limit = withdrawableCentavos(book.holding(CASH));
    if (amount > limit) {
      const [most, observed] = [formatCentavos(limit), formatCentavos(amount)];
      const message = `At most ${most} may leave the account today.`;
      return deny(refuse('INSUFFICIENT_CASH', { message, field: 'amount', limit: most, observed }));
    }
    return accept(withdrawalTransfer(book.accountId, amount));
  });
}

/**
 * Checks ownership and the transfer id, then books the transfer that `decide` returns. A repeat of a known id with the
 * same content moves nothing and returns the first transfer; with other content it is refused (ID_REUSED). A refused
 * transfer does not use up its id.
 *
 * @param content normalized content of the transfer, compared with that of an earlier transfer under the same id
 */
export async function perform(
  services: TransferServices,
  request: TransferRequest,
  content: string,
  assets: readonly string[],
  decide: (account: LockedAccount, today: string) => Outcome<Transfer>,
): Promise<Outcome<TransferReceipt>> {
  const { accountId, clientTransferId, correlationId } = request;
  const [account] = await services.store.accounts([accountId]);
  if (account?.ownerId !== request.userId) {
    return deny(refuse('ACCOUNT_NOT_FOUND', { field: 'accountId', observed: accountId }));
  }
  if (!isClientId(clientTransferId)) return deny(invalidId(clientTransferId));
  const scope = {
    accountIds: [accountId],
    assets,
    clientTransferIds: [clientTransferId],
    ...(assets.length > 0 && { positions: true as const }),
  };
  return services.ledger.transact(scope, (unit): Outcome<TransferReceipt> => {
    const locked = lockedAccount(unit, accountId);
    const known = unit.clientTransfer(accountId, clientTransferId);
    if (known !== undefined) {
      if (known.content !== content) return deny(reusedId(clientTransferId));
      return accept({ account, transfer: known, isRepeat: true });
    }
    const decision = decide(locked, unit.time.days[0] ?? '');
    if (!decision.ok) return decision;
    const { sequence, atMs, amountCentavos, quantity } = locked.book.post(decision.value, {
      correlationId,
      atMs: unit.time.nowMs,
    });
    const entry = { sequence, atMs, amountCentavos, ticker: decision.value.ticker, quantity };
    const transfer = { accountId, clientTransferId, content, entry };
    unit.rememberClientTransfer(transfer);
    return accept({ account, transfer, isRepeat: false });
  });
}

export const invalidAmount = (field: string, observed: string, maxCentavos: number) =>
  refuse('INVALID_AMOUNT', {
    field,
    limit: `0.01 to ${formatCentavos(Math.max(0, maxCentavos))}, in whole centavos`,
    observed,
  });

const reusedId = (observed: string) => refuse('ID_REUSED', { field: 'clientTransferId', observed });

const invalidId = (id: string) =>
  refuse('INVALID_ID', {
    field: 'clientTransferId',
    limit: CLIENT_ID_FORM,
    observed: id.length > 80 ? `${id.slice(0, 77)}...` : id,
  });
