import type { WalletRpc } from '#contracts/calls/wallet.ts';
import { deny, refuse, type Outcome } from '#domain/refusal.ts';
import { clientNetwork } from '#platform/http/client-address.ts';
import type { SessionModel } from '../graph/models.ts';
import { openSession } from '../sessions/sessions.ts';
import type { SignInServices } from '../sign-in/sign-in.ts';
import { checkSignUp, type SignUpRequest } from './sign-up-rules.ts';

/** Services that sign-up calls. */
export interface SignUpServices extends SignInServices {
  readonly wallet: WalletRpc;
}

/**
 * Creates a user with a main account and signs the user in. Refuses a request that breaks a sign-up rule, and a taken
 * address (EMAIL_TAKEN). Throws RpcUnavailable, and creates no user, while the wallet does not answer.
 */
export async function signUp(
  services: SignUpServices,
  request: SignUpRequest,
  { correlationId, address }: { readonly correlationId: string; readonly address: string | null },
): Promise<Outcome<SessionModel>> {
  const { store, attempts, passwords, wallet, ids, wallClock } = services;
  const checked = checkSignUp(request);
  if (!checked.ok) return checked;
  const { email, name, password } = checked.value;
  const emailTaken = deny(refuse('EMAIL_TAKEN', { field: 'email' }));
  if (await store.userByEmail(email)) return emailTaken;
  const network = address === null ? null : clientNetwork(address);
  const passwordHash = await passwords.hash(password, { isKnown: false, network, account: email });
  const user = { id: ids('usr'), email, name };
  // The account comes first: a crash in between leaves an unused account, never a user without an account.
  await wallet.openMainAccount({ ownerId: user.id, correlationId });
  const isNew = await store.insertUser({ ...user, passwordHash }, wallClock.nowMs());
  if (!isNew) return emailTaken;
  await attempts.recognize(email, address);
  return openSession(services, user, passwordHash);
}
