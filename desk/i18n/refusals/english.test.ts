import { expect, test } from 'vitest';
import type { RefusalRule } from '#domain/refusal.ts';
import { refusalText } from '../refusal-text.ts';

const CASES: readonly (readonly [
  rule: RefusalRule,
  field: string | null,
  limit: string | null,
  observed: string | null,
  sentence: string,
])[] = [
  ['QUANTITY_LIMIT', 'quantity', '100 to 1000000', '0', 'The quantity must be 100 to 1,000,000.'],
  ['LOT_SIZE', 'quantity', '100', '150', 'The quantity must be a multiple of the lot of 100.'],
  ['TICK_SIZE', 'limitPrice', '0.01', '28.905', 'Prices move in steps of 0.01: 28.90 or 28.91.'],
  ['TICK_SIZE', 'limitPrice', '0.01', '0.00', 'The price must be at least 0.01.'],
  [
    'PRICE_BAND',
    'limitPrice',
    '20.37 to 1037.83',
    '9.00',
    "The price must be within today's band, 20.37 to 1,037.83.",
  ],
  ['PRICE_BAND', 'limitPrice', '37.83', '40.00', 'The highest price for this quantity is 37.83.'],
  [
    'STOP_PRICE',
    'stopPrice',
    'above 28.50',
    '28.00',
    'The stop price of a buy stop must be above 28.50, the last price: otherwise it triggers at once.',
  ],
  [
    'STOP_PRICE',
    'stopPrice',
    'below 28.50',
    '29.00',
    'The stop price of a sell stop must be below 28.50, the last price: otherwise it triggers at once.',
  ],
  [
    'STOP_PRICE',
    'limitPrice',
    '29.00 or less',
    '29.10',
    'The limit price must be the stop price or less: 29.00 or less.',
  ],
  [
    'PHASE',
    'ticker',
    'OPENING_CALL, AUCTION',
    'CONTINUOUS',
    'An auction order is taken during an auction only: choose another time in force.',
  ],
  [
    'PHASE',
    'ticker',
    'CONTINUOUS',
    'CLOSED',
    'The market is closed: send the order from the opening call on.',
  ],
  ['PHASE', 'ticker', null, null, 'The market does not take this order in its present phase.'],
  [
    'ASSET_NOT_ACTIVE',
    'ticker',
    'ACTIVE',
    'DELISTED',
    'This instrument has left the exchange: no order is taken.',
  ],
  [
    'INVALID_COMBINATION',
    'timeInForce',
    'DAY, GTC',
    'FOK',
    'An order of this type cannot have this time in force: choose another.',
  ],
  [
    'INVALID_COMBINATION',
    'expiresOn',
    '2026-03-16 or later',
    '2026-03-15',
    'The last day must be today or later.',
  ],
  [
    'INVALID_COMBINATION',
    'displayQuantity',
    '100 to 1500',
    '50',
    'The displayed quantity must be a multiple of the lot, 100 to 1,500.',
  ],
  [
    'INVALID_COMBINATION',
    'displayQuantity',
    '2000 or more',
    '100',
    'The displayed quantity must be 2,000 or more.',
  ],
  [
    'INSUFFICIENT_CASH',
    'quantity',
    '1000.00',
    '28910.55',
    'Not enough cash: the order needs R$28,910.55 with its costs, and R$1,000.00 is available. Deposit or buy less.',
  ],
  ['INSUFFICIENT_CASH', 'amount', '3803.13', '4000.00', 'At most R$3,803.13 may leave the account today.'],
  [
    'INSUFFICIENT_SHARES',
    'quantity',
    '1200',
    '2000',
    'Not enough shares: the order needs 2,000, and 1,200 are available. Sell fewer.',
  ],
  [
    'INVALID_AMOUNT',
    'amount',
    '0.01 to 9.00',
    '1.005',
    'The amount goes down to centavos: at most two decimal places.',
  ],
  [
    'WEAK_PASSWORD',
    'password',
    '8..128 characters',
    '1 character',
    'The password has 1 character; it needs 8 to 128.',
  ],
  [
    'WEAK_PASSWORD',
    'newPassword',
    null,
    'the present password',
    'The new password is the same as the current one. Choose another.',
  ],
  [
    'ORDER_ENDED',
    'orderId',
    'PENDING',
    'FILLED',
    'The order is filled and cannot change any more. Send a new one.',
  ],
  [
    'UNKNOWN_COSTS',
    null,
    '2019-01-02',
    '2018-12-28',
    'The costs of Dec 28, 2018 are not known: nothing is traded on that day. The first known day is Jan 2, 2019.',
  ],
];

test.each(CASES)(
  '%s of %s with the limit %s and the value %s is said in English',
  (rule, field, limit, observed, sentence) => {
    expect(refusalText({ rule, message: '', field, limit, observed }, 'en')).toBe(sentence);
  },
);
