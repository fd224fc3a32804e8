import type { JWK } from 'jose';
import type { UserModel } from '../graph/models.ts';

export interface UserRow extends UserModel {
  readonly passwordHash: string;
}

/** A key pair that signs tokens. */
export interface SigningKeyRow {
  readonly kid: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** Users and signing keys, kept. */
export interface IdentityStore {
  /** Adds a user; false when the e-mail address is taken. */
  insertUser(user: UserRow, createdAtMs: number): Promise<boolean>;
  userByEmail(email: string): Promise<UserRow | null>;
  /** Users in the order of the ids; null where there is none. */
  usersByIds(ids: readonly string[]): Promise<readonly (UserModel | null)[]>;
  insertKey(key: SigningKeyRow, createdAtMs: number): Promise<void>;
  /** All keys, the newest first. */
  keys(): Promise<readonly SigningKeyRow[]>;
  /** Throws, saying why, when the store cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
