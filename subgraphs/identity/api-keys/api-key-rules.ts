import type { AccessScope } from '#contracts/graph/access.ts';
import { accept, deny, refuse, type Outcome } from '#domain/refusal.ts';
import { checkName } from '../sign-up/sign-up-rules.ts';

/** Input of a new API key. */
export interface ApiKeyRequest {
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  /** Null: the key does not expire. */
  readonly expiresAtMs: number | null;
}

/** Valid API keys of one user. */
export const MAX_API_KEYS = 50;

/**
 * Checks a new key and returns it with trimmed name and each scope once. Refusals, in this order: INVALID_NAME, INVALID_SCOPES,
 * INVALID_EXPIRY.
 */
export function checkApiKey(request: ApiKeyRequest, nowMs: number): Outcome<ApiKeyRequest> {
  const name = checkName(request.name);
  if (!name.ok) return name;
  const scopes = [...new Set(request.scopes)];
  if (scopes.length === 0) {
    return deny(refuse('INVALID_SCOPES', { field: 'scopes', limit: '1 scope at least', observed: '0' }));
  }
  const { expiresAtMs } = request;
  if (expiresAtMs !== null && expiresAtMs <= nowMs) {
    const limit = `after ${new Date(nowMs).toISOString()}`;
    const observed = new Date(expiresAtMs).toISOString();
    return deny(refuse('INVALID_EXPIRY', { field: 'expiresAt', limit, observed }));
  }
  return accept({ name: name.value, scopes, expiresAtMs });
}
