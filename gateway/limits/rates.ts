import type { BucketPolicy } from '#platform/rate-limits/token-bucket.ts';

/** The work that rates limit. */
export type RatedWork = 'requests' | 'costs' | 'orders' | 'transfers' | 'signIns' | 'signUps' | 'plans';

/** The clients that a rate counts together. */
export type RateScope = 'user' | 'key' | 'address';

/** A rate that the gateway limits. */
export interface Rate {
  /** Name in the header fields RateLimit-Policy and RateLimit. */
  readonly name: string;
  readonly work: RatedWork;
  readonly scope: RateScope;
  readonly policy: BucketPolicy;
}

/** The settings behind the rates, as processes/settings/settings.ts names them. 0 is no limit. */
export interface RateSettings {
  readonly RATE_USER_REQUESTS: number;
  readonly RATE_USER_COST: number;
  readonly RATE_USER_ORDERS: number;
  readonly RATE_USER_TRANSFERS: number;
  readonly RATE_USER_PLANS: number;
  readonly RATE_KEY_REQUESTS: number;
  readonly RATE_KEY_COST: number;
  readonly RATE_KEY_ORDERS: number;
  readonly RATE_ADDRESS_REQUESTS: number;
  readonly RATE_ADDRESS_COST: number;
  readonly RATE_ADDRESS_PLANS: number;
  readonly RATE_ADDRESS_SIGN_INS: number;
  readonly RATE_ADDRESS_SIGN_UPS: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** Requests and costs of ten seconds may come at once: clients start with many, and a network holds some back. */
const BURST_SECONDS = 10;
/** An order costs the broker about a millisecond: a burst of one client must not take a second of all others. */
const ORDER_BURST_SECONDS = 2;
const PLAN_SECONDS = 60;
const TRANSFER_SECONDS = 60;

interface RateRule {
  readonly name: string;
  readonly work: RatedWork;
  readonly scope: RateScope;
  readonly setting: keyof RateSettings;
  /** Unit of the setting. */
  readonly perMs: number;
  /** Time in which an empty bucket fills: the longer it is, the more may come at once. */
  readonly windowMs: number;
}

const perSecond = (windowSeconds: number) => ({ perMs: SECOND_MS, windowMs: windowSeconds * SECOND_MS });
const perMinute = (windowMinutes: number) => ({ perMs: MINUTE_MS, windowMs: windowMinutes * MINUTE_MS });

const RULES: readonly RateRule[] = [
  {
    name: 'user-requests',
    work: 'requests',
    scope: 'user',
    setting: 'RATE_USER_REQUESTS',
    ...perSecond(BURST_SECONDS),
  },
  {
    name: 'user-cost',
    work: 'costs',
    scope: 'user',
    setting: 'RATE_USER_COST',
    ...perSecond(BURST_SECONDS),
  },
  {
    name: 'user-orders',
    work: 'orders',
    scope: 'user',
    setting: 'RATE_USER_ORDERS',
    ...perSecond(ORDER_BURST_SECONDS),
  },
  {
    name: 'user-transfers',
    work: 'transfers',
    scope: 'user',
    setting: 'RATE_USER_TRANSFERS',
    ...perSecond(TRANSFER_SECONDS),
  },
  {
    name: 'user-plans',
    work: 'plans',
    scope: 'user',
    setting: 'RATE_USER_PLANS',
    ...perSecond(PLAN_SECONDS),
  },
  {
    name: 'key-requests',
    work: 'requests',
    scope: 'key',
    setting: 'RATE_KEY_REQUESTS',
    ...perSecond(BURST_SECONDS),
  },
  {
    name: 'key-cost',
    work: 'costs',
    scope: 'key',
    setting: 'RATE_KEY_COST',
    ...perSecond(BURST_SECONDS),
  },
  {
    name: 'key-orders',
    work: 'orders',
    scope: 'key',
    setting: 'RATE_KEY_ORDERS',
    ...perSecond(ORDER_BURST_SECONDS),
  },
  {
    name: 'address-requests',
    work: 'requests',
    scope: 'address',
    setting: 'RATE_ADDRESS_REQUESTS',
    ...perSecond(BURST_SECONDS),
  },
  {
    name: 'address-cost',
    work: 'costs',
    scope: 'address',
    setting: 'RATE_ADDRESS_COST',
    ...perSecond(BURST_SECONDS),
  },
  {
    name: 'address-plans',
    work: 'plans',
    scope: 'address',
    setting: 'RATE_ADDRESS_PLANS',
    ...perSecond(PLAN_SECONDS),
  },
  {
    name: 'address-sign-ins',
    work: 'signIns',
    scope: 'address',
    setting: 'RATE_ADDRESS_SIGN_INS',
    ...perMinute(1),
  },
  {
    name: 'address-sign-ups',
    work: 'signUps',
    scope: 'address',
    setting: 'RATE_ADDRESS_SIGN_UPS',
    ...perMinute(5),
  },
];

/** The rates of the settings, without those that have no limit. */
export const ratesFromSettings = (settings: RateSettings): readonly Rate[] =>
  RULES.filter(({ setting }) => settings[setting] > 0).map(
    ({ name, work, scope, setting, perMs, windowMs }) => ({
      name,
      work,
      scope,
      policy: { capacity: (settings[setting] * windowMs) / perMs, windowMs },
    }),
  );
