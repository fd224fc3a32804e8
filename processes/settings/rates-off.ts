/** Settings of a broker that does not limit the rates of users and API keys: its callers are trusted programs of this repository. */
export const RATES_OFF = {
  RATE_USER_REQUESTS: '0',
  RATE_USER_COST: '0',
  RATE_USER_ORDERS: '0',
  RATE_USER_PLANS: '0',
  RATE_KEY_REQUESTS: '0',
  RATE_KEY_COST: '0',
  RATE_KEY_ORDERS: '0',
} as const;
