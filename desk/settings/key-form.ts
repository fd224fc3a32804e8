import type { CreateApiKeyMutationVariables } from '#sdk/src/index.ts';

export const SCOPES = ['READ', 'TRADE', 'TRANSFER'] as const;
export type Scope = (typeof SCOPES)[number];

export const EXPIRIES = ['D30', 'D90', 'Y1', 'NEVER'] as const;
export type Expiry = (typeof EXPIRIES)[number];

const DAYS: Readonly<Record<Exclude<Expiry, 'NEVER'>, number>> = { D30: 30, D90: 90, Y1: 365 };
const DAY_MS = 86_400_000;

/** The user's choice for a new key. */
export interface KeyForm {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiry: Expiry;
}

/** A key that only reads, for a while, is the one that does least harm. */
export const NEW_KEY: KeyForm = { name: '', scopes: ['READ'], expiry: 'D90' };

export const withScope = ({ scopes, ...form }: KeyForm, scope: Scope, isGiven: boolean): KeyForm => ({
  ...form,
  scopes: SCOPES.filter((one) => (one === scope ? isGiven : scopes.includes(one))),
});

export const keyInput = (
  { name, scopes, expiry }: KeyForm,
  nowMs: number,
): CreateApiKeyMutationVariables['input'] => ({
  name,
  scopes: [...scopes],
  expiresAt: expiry === 'NEVER' ? null : new Date(nowMs + DAYS[expiry] * DAY_MS).toISOString(),
});
