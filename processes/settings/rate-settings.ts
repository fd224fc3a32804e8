import { kinds, setting } from './setting-kinds.ts';

const rate = kinds.integer(0, 1_000_000);
const costRate = kinds.integer(0, 1_000_000_000);

/** Rates of the gateway, by user, API key and address; gateway/limits/rates.ts has the rules. */
export const RATE_SETTINGS = {
  RATE_USER_REQUESTS: setting(
    'Requests per second of a user, over HTTP and sockets and with all API keys together. Those of 10 seconds may come at once. 0: no limit.',
    rate,
    '500',
  ),
  RATE_USER_COST: setting(
    'Cost per second of the operations of a user, over HTTP and sockets and with all API keys together. That of 10 seconds may come at once. 400 are about a millisecond of a processor. 0: no limit.',
    costRate,
    '50000',
  ),
  RATE_USER_ORDERS: setting(
    'Orders per second of a user, placed or replaced, with all API keys together. Those of 2 seconds may come at once. 0: no limit.',
    rate,
    '200',
  ),
  RATE_USER_TRANSFERS: setting(
    'Deposits and withdrawals per second of a user, of cash and shares: each is kept for ever. Those of 60 seconds may come at once. 0: no limit.',
    rate,
    '10',
  ),
  RATE_USER_PLANS: setting(
    'Operations per second of a user that the gateway has no plan for yet. Those of 60 seconds may come at once. 0: no limit.',
    rate,
    '5',
  ),
  RATE_KEY_REQUESTS: setting(
    'Requests per second with one API key. Those of 10 seconds may come at once. 0: no limit.',
    rate,
    '500',
  ),
  RATE_KEY_COST: setting(
    'Cost per second of the operations with one API key. That of 10 seconds may come at once. 0: no limit.',
    costRate,
    '50000',
  ),
  RATE_KEY_ORDERS: setting(
    'Orders per second with one API key, placed or replaced. Those of 2 seconds may come at once. 0: no limit.',
    rate,
    '200',
  ),
  RATE_ADDRESS_REQUESTS: setting(
    'Requests per second from one address (IPv6: from one /64). Those of 10 seconds may come at once. 0: no limit.',
    rate,
    '1000',
  ),
  RATE_ADDRESS_COST: setting(
    'Cost per second of the operations from one address (IPv6: from one /64). That of 10 seconds may come at once. 0: no limit.',
    costRate,
    '100000',
  ),
  RATE_ADDRESS_PLANS: setting(
    'Operations per second from one address that the gateway has no plan for yet. Those of 60 seconds may come at once. 0: no limit.',
    rate,
    '5',
  ),
  RATE_ADDRESS_SIGN_INS: setting(
    'Sign-ins per minute from one address. Those of 1 minute may come at once. 0: no limit.',
    rate,
    '30',
  ),
  RATE_ADDRESS_SIGN_UPS: setting(
    'Sign-ups per minute from one address. Those of 5 minutes may come at once. 0: no limit.',
    rate,
    '10',
  ),
} as const;
