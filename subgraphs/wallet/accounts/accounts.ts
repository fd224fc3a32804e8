import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { IdSource } from '#platform/ids.ts';
import { isVisibleText } from '#platform/security/visible-text.ts';
import type { BookingClock } from '../ledger/booking-clock.ts';
import type { AccountRecord, WalletStore } from '../store/store.ts';

/** Accounts of one user, the main account included. */
const MAX_ACCOUNTS = 20;
/** Length limit in UTF-16 code units. */
const MAX_NAME_LENGTH = 64;

/** Id of a user's main account. It is derived from the user's id, which makes opening it idempotent. */
const mainAccountIdOf = (ownerId: string): string => `acc_${ownerId.replace(/^usr_/, '')}`;

/** Opens the account named main of a new user and returns its id. Idempotent. */
export async function openMainAccount(
  store: WalletStore,
  bookingClock: BookingClock,
  ownerId: string,
): Promise<string> {
  const id = mainAccountIdOf(ownerId);
  // The first account of its owner, so the limit cannot refuse it.
  await store.openAccount({ id, ownerId, name: 'main', createdAtMs: bookingClock().nowMs }, MAX_ACCOUNTS);
  return id;
}

/**
 * Opens another account. Trims the name; refuses a name that is too long or no visible text (INVALID_NAME), and an account
 * above the highest number (TOO_MANY_ACCOUNTS).
 */
export async function openAccount(
  services: { readonly store: WalletStore; readonly bookingClock: BookingClock; readonly ids: IdSource },
  ownerId: string,
  givenName: string,
): Promise<Outcome<AccountRecord>> {
  const name = givenName.trim();
  const { length } = name;
  if (length > MAX_NAME_LENGTH || !isVisibleText(name)) {
    const limit = `1 to ${MAX_NAME_LENGTH} characters, one of them visible, no control characters`;
    return deny(
      refuse('INVALID_NAME', {
        field: 'name',
        limit,
        observed: `${length} character${length === 1 ? '' : 's'}`,
      }),
    );
  }
  const account = { id: services.ids('acc'), ownerId, name, createdAtMs: services.bookingClock().nowMs };
  if (await services.store.openAccount(account, MAX_ACCOUNTS)) return accept(account);
  return deny(
    refuse('TOO_MANY_ACCOUNTS', { limit: `${MAX_ACCOUNTS} accounts`, observed: `${MAX_ACCOUNTS} accounts` }),
  );
}
