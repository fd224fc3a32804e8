import { API_KEY_MARK } from '#contracts/calls/identity.ts';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import type { RequestContext } from '#platform/graphql/request-context.ts';
import { createSecret, digestOfSecret } from '#platform/security/bearer-secrets.ts';
import { currentSession, sessionEnded, type SessionServices } from '../sessions/sessions.ts';
import type { ApiKeyRow } from '../store/store.ts';
import { checkApiKey, MAX_API_KEYS, type ApiKeyRequest } from './api-key-rules.ts';

/** A key that was just created, with its secret. */
export interface CreatedApiKey {
  readonly apiKey: ApiKeyRow;
  readonly secret: string;
}

/** Characters of the random part that the stored prefix shows: 36 of 256 bits. */
const SHOWN_CHARACTERS = 6;

/**
 * Creates a key of the caller. Only a digest of its secret is stored. Refuses a request that breaks a rule, and a key beyond the
 * highest number of keys (TOO_MANY_API_KEYS).
 */
export async function createApiKey(
  services: SessionServices,
  context: Pick<RequestContext, 'caller'>,
  request: ApiKeyRequest,
): Promise<Outcome<CreatedApiKey>> {
  const { store, ids, wallClock } = services;
  const { userId, id: sessionId } = await currentSession(services, context);
  const nowMs = wallClock.nowMs();
  const checked = checkApiKey(request, nowMs);
  if (!checked.ok) return checked;
  const secret = createSecret(API_KEY_MARK);
  const apiKey: ApiKeyRow = {
    ...checked.value,
    id: ids('apk'),
    userId,
    prefix: secret.slice(0, API_KEY_MARK.length + SHOWN_CHARACTERS),
    createdAtMs: nowMs,
    lastUsedAtMs: null,
  };
  const inserted = await store.insertApiKey(
    apiKey,
    { digest: digestOfSecret(secret), sessionId },
    MAX_API_KEYS,
  );
  if (inserted === 'SESSION_ENDED') throw sessionEnded();
  if (inserted === 'INSERTED') return accept({ apiKey, secret });
  const limit = `${MAX_API_KEYS} keys at most`;
  return deny(refuse('TOO_MANY_API_KEYS', { limit, observed: `${MAX_API_KEYS + 1} keys` }));
}

/** Revokes a key of the caller. False when the caller has no such key. */
export async function revokeApiKey(
  services: SessionServices,
  context: Pick<RequestContext, 'caller'>,
  id: string,
): Promise<boolean> {
  const { userId } = await currentSession(services, context);
  const isRevoked = await services.store.revokeApiKey(userId, id, services.wallClock.nowMs());
  services.wakeRelay();
  return isRevoked;
}
