/**
 * Settings of a broker that limits neither the rates of users and API keys nor the open orders of accounts: its callers are trusted
 * programs of this repository.
 */
export const RATES_OFF = {
  RATE_USER_REQUESTS: '0',
  RATE_USER_COST: '0',
  RATE_USER_ORDERS: '0',
  RATE_USER_TRANSFERS: '0',
  RATE_USER_PLANS: '0',
  RATE_KEY_REQUESTS: '0',
  RATE_KEY_COST: '0',
  RATE_KEY_ORDERS: '0',
  LIMIT_OPEN_ORDERS: '100000000',
} as const;
