import type { AssetsRpc } from '#contracts/rpc.ts';
import { CLIENT_ID_FORM, isClientId } from '#domain/client-id.ts';
import type { Book } from '#domain/ledger/book.ts';
import { withdrawable } from '#domain/ledger/cash.ts';
import { ownedOf } from '#domain/ledger/holding.ts';
import { CASH } from '#domain/ledger/leg.ts';
import { MAX_ACCOUNT_CENTAVOS, MAX_OWNED_SHARES } from '#domain/ledger/limits.ts';
import { bringShares, depositCash, withdrawCash, type Transfer } from '#domain/ledger/transfers.ts';
import { formatCentavos, parseAmountCentavos } from '#domain/money/money.ts';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { Ledger } from '../book/ledger.ts';
import type { AccountRecord, WalletStore } from '../store/store.ts';

/** What the transfers of clients need. */
export interface TransferServices {
  readonly store: WalletStore;
  readonly ledger: Ledger;
  readonly assets: AssetsRpc;
}

/** Who asks, under which id, for which account. */
export interface TransferRequest {
  readonly userId: string;
  readonly accountId: string;
  readonly clientTransferId: string;
  readonly correlationId: string;
}

/** Brings cash in. */
export function deposit(
  services: TransferServices,
  request: TransferRequest & { readonly amount: string },
): Promise<Outcome<AccountRecord>> {
  const amount = parseAmountCentavos(request.amount);
  return perform(services, request, `DEPOSIT ${amount}`, [], (book) => {
    const cash = book.holding(CASH);
    const room = MAX_ACCOUNT_CENTAVOS - ownedOf(cash);
    if (amount === null || amount > room) return deny(invalidAmount('amount', request.amount, room));
    return accept(depositCash(book.accountId, amount));
  });
}

/** Takes cash out, up to what is withdrawable. */
export function withdraw(
  services: TransferServices,
  request: TransferRequest & { readonly amount: string },
): Promise<Outcome<AccountRecord>> {
  const amount = parseAmountCentavos(request.amount);
  return perform(services, request, `WITHDRAWAL ${amount}`, [], (book) => {
    if (amount === null) {
      return deny(invalidAmount('amount', request.amount, MAX_ACCOUNT_CENTAVOS));
    }
    const limit = withdrawable(book.holding(CASH));
    if (amount > limit) {
      const [most, asked] = [formatCentavos(limit), formatCentavos(amount)];
      const message = `At most ${most} may leave the account today.`;
      return deny(refuse('INSUFFICIENT_CASH', { message, field: 'amount', limit: most, observed: asked }));
    }
    return accept(withdrawCash(book.accountId, amount));
  });
}

/** Brings shares in from another custodian. */
export async function depositShares(
  services: TransferServices,
  request: TransferRequest & {
    readonly ticker: string;
    readonly quantity: number;
    readonly averagePrice: string;
  },
): Promise<Outcome<AccountRecord>> {
  const { ticker, quantity, averagePrice } = request;
  const price = parseAmountCentavos(averagePrice);
  const [instrument] = await services.assets.instruments({ tickers: [ticker] });
  const content = `CUSTODY_TRANSFER ${ticker} ${quantity} ${price}`;
  return perform(services, request, content, [ticker], (book) => {
    if (!instrument) return deny(refuse('UNKNOWN_TICKER', { field: 'ticker', observed: ticker }));
    const room = MAX_OWNED_SHARES - ownedOf(book.holding(ticker));
    if (quantity <= 0 || quantity > room) {
      const limit = `1 to ${Math.max(0, room)}`;
      return deny(refuse('QUANTITY_LIMIT', { field: 'quantity', limit, observed: String(quantity) }));
    }
    const costRoom = MAX_ACCOUNT_CENTAVOS - (book.cost(ticker)?.costCentavos ?? 0);
    const dearest = Math.floor(costRoom / quantity);
    if (price === null || price > dearest) {
      return deny(invalidAmount('averagePrice', averagePrice, dearest));
    }
    return accept(bringShares(book.accountId, ticker, quantity, price));
  });
}

/**
 * What all transfers of clients share: the account must be the caller's, the id well-formed, and a known id either
 * repeats its first content, which moves nothing again, or is refused. After a refusal the id is free.
 */
async function perform(
  services: TransferServices,
  request: TransferRequest,
  content: string,
  assets: readonly string[],
  decide: (book: Book) => Outcome<Transfer>,
): Promise<Outcome<AccountRecord>> {
  const { accountId, clientTransferId, correlationId } = request;
  const account = await services.store.account(accountId);
  if (account?.ownerId !== request.userId) {
    return deny(refuse('ACCOUNT_NOT_FOUND', { field: 'accountId', observed: accountId }));
  }
  if (!isClientId(clientTransferId)) return deny(invalidId(clientTransferId));
  const scope = { accountIds: [accountId], assets, clientTransferIds: [clientTransferId] };
  return services.ledger.transact(scope, (unit): Outcome<AccountRecord> => {
    const book = unit.account(accountId)?.book;
    if (!book) throw new Error(`account ${accountId} has vanished`);
    const known = unit.clientTransfer(accountId, clientTransferId);
    if (known !== undefined) {
      return known === content ? accept(account) : deny(reusedId(clientTransferId));
    }
    const decided = decide(book);
    if (!decided.ok) return decided;
    book.post(decided.value, correlationId);
    unit.rememberClientTransfer({ accountId, clientTransferId, content });
    return accept(account);
  });
}

const invalidAmount = (field: string, observed: string, mostCentavos: number) =>
  refuse('INVALID_AMOUNT', {
    field,
    limit: `0.01 to ${formatCentavos(Math.max(0, mostCentavos))}, in whole centavos`,
    observed,
  });

const reusedId = (observed: string) => refuse('ID_REUSED', { field: 'clientTransferId', observed });

const invalidId = (id: string) =>
  refuse('INVALID_ID', {
    field: 'clientTransferId',
    limit: CLIENT_ID_FORM,
    observed: id.length > 80 ? `${id.slice(0, 77)}...` : id,
  });
