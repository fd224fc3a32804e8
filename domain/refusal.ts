/** A refused request: the rule, the value that it allows and the value that the request had. */
export interface Refusal {
  readonly rule: RefusalRule;
  /** A sentence for people: the reason, and what the caller can do. */
  readonly message: string;
  /** The input field that breaks the rule. */
  readonly field: string | null;
  readonly limit: string | null;
  readonly observed: string | null;
}

/**
 * The catalogue of refusal rules, each with its meaning; docs/ERRORS.md is generated from it. The rules of an order are in
 * the sequence of their checks.
 */
export const REFUSAL_RULES = {
  ACCOUNT_NOT_FOUND: 'The account does not exist or belongs to another user.',
  INVALID_ID: 'A client-chosen id must have 1 to 64 of the characters A-Z a-z 0-9 _ . : -',
  ID_REUSED:
    'An earlier request used the id with other content. Choose a new id, or repeat the first content exactly.',
  UNKNOWN_TICKER: 'No instrument has this ticker.',
  ASSET_NOT_ACTIVE: 'The instrument is suspended or delisted, or is an index.',
  PHASE: 'The current phase of the market does not accept this request.',
  INVALID_COMBINATION: 'Type, time in force, expiry, displayed and minimum quantity contradict each other.',
  QUANTITY_LIMIT: 'The quantity is not positive or exceeds the highest quantity of one order.',
  LOT_SIZE: 'The quantity is not a multiple of the lot.',
  PRICE_REQUIRED: 'An order of this type needs this price.',
  PRICE_NOT_ALLOWED: 'An order of this type does not have this price.',
  TICK_SIZE: 'The price is not a positive multiple of the tick.',
  PRICE_BAND:
    'The price is outside the band of the day, or the order exceeds the highest value of one order.',
  STOP_PRICE:
    'The stop would trigger at once, or its limit could not trade. A buy needs a stop price above the last price and a limit at or above the stop price; a sell the reverse.',
  NO_OPPOSITE_PRICE: 'A market order needs a price on the opposite side of the book, and that side is empty.',
  UNKNOWN_COSTS: 'The costs of the trade date are not known: no cost table covers it.',
  INSUFFICIENT_CASH: 'The available cash does not cover the withdrawal, or the order with its costs.',
  INSUFFICIENT_SHARES: 'The order sells more shares than are available.',
  ORDER_NOT_FOUND: 'The order does not exist or belongs to another user.',
  ORDER_ENDED: 'The order is already filled, canceled, expired or rejected.',
  TOO_MANY_ORDERS: 'The request has more than 100 orders.',
  TOO_MANY_OPEN_ORDERS: 'The account has the highest number of open orders.',
  TOO_MANY_ACCOUNTS: 'The user has 20 accounts, the highest number.',
  INVALID_AMOUNT: 'The amount is not positive or has a fraction of a centavo.',
  INVALID_EMAIL: 'The text is not an e-mail address.',
  EMAIL_TAKEN: 'Another user has this e-mail address.',
  WEAK_PASSWORD: 'The password is too short, too long or too simple.',
  INVALID_CREDENTIALS: 'The e-mail address or the password is wrong.',
  INVALID_NAME: 'The name is too long, has no visible character, or has control or direction characters.',
  INVALID_SCOPES: 'An API key needs at least one scope.',
  INVALID_EXPIRY: 'An API key expires in the future.',
  TOO_MANY_API_KEYS: 'The user has the highest number of API keys. Revoke one first.',
  MINIMUM_QUANTITY: 'The exchange could not fill the minimum quantity at once.',
  SUBSCRIPTION_CLOSED:
    'The rights cannot be exercised today. They can be from the ex-day of the subscription to its last day of exercise.',
  CORPORATE_ACTION:
    'The exchange canceled the order because a corporate action changes the price of the instrument from this day on.',
} as const satisfies Record<string, string>;

export type RefusalRule = keyof typeof REFUSAL_RULES;

/** Creates a refusal. Its message is the rule's sentence unless `details` has a more precise one. */
export function refuse(
  rule: RefusalRule,
  details: Partial<Pick<Refusal, 'message' | 'field' | 'limit' | 'observed'>> = {},
): Refusal {
  return { rule, message: REFUSAL_RULES[rule], field: null, limit: null, observed: null, ...details };
}

/** A value or a refusal. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const deny = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });
