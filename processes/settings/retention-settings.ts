import { kinds, setting } from './setting-kinds.ts';

const days = kinds.integer(1, 36_500);

/** How long rows stay that prove no money. docs/OPERATIONS.md lists them. */
export const RETENTION_SETTINGS = {
  KEEP_UPDATES_DAYS: setting(
    'Days of the market for which updates of orders stay. A cursor of the orders stream from before them has expired (CURSOR_EXPIRED). `Order.updates` has none from before them.',
    days,
    '30',
  ),
  KEEP_TRADES_DAYS: setting(
    'Days of the market for which the trades of the exchange stay; candles stay longer. The default simulator makes 1.4 million trades a day.',
    days,
    '7',
  ),
  KEEP_CANDLES_DAYS: setting(
    'Days of the market for which candles shorter than a day stay. Those of days stay for ever.',
    days,
    '90',
  ),
  KEEP_REQUESTS_DAYS: setting(
    "Days for which the ids of transfers, replaces and reservations stay, so that a repeated request has no second effect. Ids of orders stay for ever. Transfers count the market's days, the others the machine's.",
    days,
    '90',
  ),
  KEEP_DEAD_LETTERS_DAYS: setting(
    'Days for which messages stay that could not be processed, with the reason.',
    days,
    '90',
  ),
} as const;
