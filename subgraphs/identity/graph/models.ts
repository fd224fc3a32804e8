import type { Refusal } from '#domain/refusal.ts';
import type { ApiKeyRow, PublicUserRow, SessionRow } from '../store/store.ts';

/** The object behind the type User. */
export type UserModel = PublicUserRow;

/** The object behind the type Session. */
export interface SessionModel {
  readonly __typename: 'Session';
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly user: UserModel;
  readonly sessionId: string;
}

/** The object behind the type UserSession. */
export type UserSessionModel = SessionRow & { readonly __typename: 'UserSession' };

/** The object behind the type ApiKey. */
export type ApiKeyModel = ApiKeyRow & { readonly __typename: 'ApiKey' };

/** The object behind the type Refusal, as a member of a union. */
export type RefusalModel = Refusal & { readonly __typename: 'Refusal' };

export const sessionModel = (session: SessionRow): UserSessionModel => ({
  __typename: 'UserSession',
  ...session,
});

export const apiKeyModel = (apiKey: ApiKeyRow): ApiKeyModel => ({ __typename: 'ApiKey', ...apiKey });
