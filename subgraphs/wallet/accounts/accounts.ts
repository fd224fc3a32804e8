import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { IdSource } from '#platform/ids.ts';
import type { MarketTime } from '../book/market-time.ts';
import type { AccountRecord, WalletStore } from '../store/store.ts';

/** UTF-16 code units. */
const MAX_NAME_LENGTH = 64;

/** The id of the account that a user gets at sign-up: it follows from the user's, so opening it twice is opening it once. */
export const mainAccountIdOf = (ownerId: string): string => `acc_${ownerId.replace(/^usr_/, '')}`;

/** Opens the account named main of a new user; idempotent. */
export async function openMainAccount(
  store: WalletStore,
  time: MarketTime,
  ownerId: string,
): Promise<string> {
  const id = mainAccountIdOf(ownerId);
  await store.openAccount({ id, ownerId, name: 'main', createdAtMs: time().nowMs });
  return id;
}

/** Opens another account. The name is taken without blanks around it; refused when empty, too long or with control characters. */
export async function openAccount(
  services: { readonly store: WalletStore; readonly time: MarketTime; readonly ids: IdSource },
  ownerId: string,
  givenName: string,
): Promise<Outcome<AccountRecord>> {
  const name = givenName.trim();
  const { length } = name;
  if (length === 0 || length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name)) {
    const limit = `1 to ${MAX_NAME_LENGTH} characters, no control characters`;
    return deny(refuse('INVALID_NAME', { field: 'name', limit, observed: `${length} characters` }));
  }
  const account = { id: services.ids('acc'), ownerId, name, createdAtMs: services.time().nowMs };
  await services.store.openAccount(account);
  return accept(account);
}
