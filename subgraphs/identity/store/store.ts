import type { JWK } from 'jose';
import type { AttemptStore } from './attempts.ts';
import type { UserModel } from '../graph/models.ts';

/** A user with the hash of the password. */
export interface UserRow extends UserModel {
  readonly passwordHash: string;
}

/** A key pair that signs and verifies tokens. */
export interface SigningKeyRow {
  readonly kid: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** Identity's store: users, signing keys and attempts to sign in. */
export interface IdentityStore {
  readonly attempts: AttemptStore;
  /** Inserts a user; false when the e-mail address is taken. */
  insertUser(user: UserRow, createdAtMs: number): Promise<boolean>;
  userByEmail(email: string): Promise<UserRow | null>;
  userById(id: string): Promise<UserModel | null>;
  insertKey(key: SigningKeyRow, createdAtMs: number): Promise<void>;
  /** All keys, newest first. */
  keys(): Promise<readonly SigningKeyRow[]>;
  /** Throws with the reason when the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}
