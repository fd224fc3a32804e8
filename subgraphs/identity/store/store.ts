import type { JWK } from 'jose';
import type { AttemptStore } from './attempts.ts';
import type { AccessScope } from '#contracts/graph/access.ts';
import type { Revocation } from '#contracts/messages/identity-facts.ts';

/** A user without the password. */
export interface PublicUserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** A user with the hash of the password. */
export interface UserRow extends PublicUserRow {
  readonly passwordHash: string;
}

/** A key pair that signs and verifies tokens. */
export interface SigningKeyRow {
  readonly kid: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** A session of a user. */
export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly createdAtMs: number;
  /** A recent use, to a minute or two. */
  readonly lastUsedAtMs: number;
  /** Expiry of the newest token. */
  readonly expiresAtMs: number;
  /** No token outlives this instant. */
  readonly endsAtMs: number;
}

/** An API key without its secret. */
export interface ApiKeyRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly scopes: readonly AccessScope[];
  /** First characters of the secret. */
  readonly prefix: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number | null;
  readonly expiresAtMs: number | null;
}

/** Some of a user's sessions: all, one of them, or all but one. */
export interface SessionSelection {
  readonly userId: string;
  readonly only?: string;
  readonly except?: string;
}

/** A change of a password. */
export interface PasswordChange {
  readonly userId: string;
  /** The hash against which the current password was checked. */
  readonly oldHash: string;
  readonly newHash: string;
  /** The session that asks. */
  readonly sessionId: string;
}

/** Sessions. One is valid while it is neither revoked nor expired. */
export interface SessionStore {
  /**
   * Inserts a session that was opened with the password of this hash. Revokes the user's valid ones that are beyond the `keep` most
   * recently used. False when the password has changed since it was checked.
   */
  insertSession(session: SessionRow, passwordHash: string, keep: number): Promise<boolean>;
  /** A valid session; null for any other. */
  session(id: string, nowMs: number): Promise<SessionRow | null>;
  /** Moves the expiry of a session. False when it is not valid at `nowMs`. */
  extendSession(id: string, expiresAtMs: number, nowMs: number): Promise<boolean>;
  /** Valid sessions, the newest first. */
  sessionsOf(userId: string, nowMs: number): Promise<readonly SessionRow[]>;
  /** Revokes the valid ones of these sessions, with their outbox rows. */
  revokeSessions(selection: SessionSelection, nowMs: number): Promise<void>;
  /**
   * Stores a new password hash and revokes all sessions of the user but one, in one transaction. Does nothing when that session is
   * not valid any more, or the password has changed since it was checked.
   */
  changePassword(
    change: PasswordChange,
    nowMs: number,
  ): Promise<'CHANGED' | 'SESSION_ENDED' | 'PASSWORD_CHANGED'>;
}

/** API keys. One is valid while it is neither revoked nor expired. */
export interface ApiKeyStore {
  /** Inserts a key, unless its user has `max` valid keys, or the session that creates it is not valid any more. */
  insertApiKey(
    key: ApiKeyRow,
    secret: { readonly digest: string; readonly sessionId: string },
    max: number,
  ): Promise<'INSERTED' | 'TOO_MANY' | 'SESSION_ENDED'>;
  /** Valid keys, the newest first. */
  apiKeysOf(userId: string, nowMs: number): Promise<readonly ApiKeyRow[]>;
  /** The valid key whose secret has this SHA-256 digest (base64url); null for none. */
  apiKeyByDigest(digest: string, nowMs: number): Promise<ApiKeyRow | null>;
  /** A valid key; null for any other. */
  apiKey(id: string, nowMs: number): Promise<ApiKeyRow | null>;
  /** Revokes a valid key of a user, with its outbox row. False when the user has no such key. */
  revokeApiKey(userId: string, id: string, nowMs: number): Promise<boolean>;
}

/** Queries over sessions and API keys together. */
export interface CredentialStore {
  /** Moves the last uses forward, of sessions and API keys alike. */
  recordUse(uses: readonly { readonly credentialId: string; readonly atMs: number }[]): Promise<void>;
  /** The revocations since an instant that are relevant at `nowMs`: those with ids above `after`, by id. */
  revocations(query: {
    readonly sinceMs: number;
    readonly after: string | null;
    readonly limit: number;
    readonly nowMs: number;
  }): Promise<readonly Revocation[]>;
  /** Deletes sessions and API keys that were not valid any more at an instant. */
  deleteEnded(beforeMs: number): Promise<void>;
  /**
   * Gives the oldest outbox rows to `publish` and deletes them once it has resolved. Resolves to their number, or null when
   * another instance is publishing.
   */
  drainOutbox(
    limit: number,
    publish: (revocations: readonly Revocation[]) => Promise<void>,
  ): Promise<number | null>;
}

/** Identity's store. */
export interface IdentityStore extends SessionStore, ApiKeyStore, CredentialStore {
  readonly attempts: AttemptStore;
  /** Inserts a user; false when the e-mail address is taken. */
  insertUser(user: UserRow, createdAtMs: number): Promise<boolean>;
  userByEmail(email: string): Promise<UserRow | null>;
  userById(id: string): Promise<PublicUserRow | null>;
  /** A user with the hash of the password. */
  userWithPassword(id: string): Promise<UserRow | null>;
  insertKey(key: SigningKeyRow, createdAtMs: number): Promise<void>;
  /** All signing keys, newest first. */
  keys(): Promise<readonly SigningKeyRow[]>;
  /** Deletes all signing keys but the newest. Resolves to the deleted ones. */
  deleteOldKeys(): Promise<readonly string[]>;
  /** Throws with the reason when the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}
