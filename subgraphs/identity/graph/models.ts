import type { Refusal } from '#domain/refusal.ts';

/** The object behind the type User. */
export interface UserModel {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** The object behind the type Session. */
export interface SessionModel {
  readonly __typename: 'Session';
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly user: UserModel;
}

/** The object behind the type Refusal, as a member of a union. */
export type RefusalModel = Refusal & { readonly __typename: 'Refusal' };
