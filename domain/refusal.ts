/** A refusal is a value: why the answer is no, which rule says so, what it allows and what was observed. */
export interface Refusal {
  readonly rule: RefusalRule;
  /** A sentence for a person: what was wrong and what the caller may do about it. */
  readonly message: string;
  /** The input field that it is about. */
  readonly field: string | null;
  readonly limit: string | null;
  readonly observed: string | null;
}

/**
 * Every rule that can refuse, with what it means. The one catalogue: docs/ERRORS.md is generated from it. Those of an
 * order stand in the order in which they are checked.
 */
export const REFUSAL_RULES = {
  ACCOUNT_NOT_FOUND: 'The account does not exist or belongs to somebody else.',
  INVALID_ID: 'A client-chosen id is not 1 to 64 of A-Z a-z 0-9 _ . : -',
  ID_REUSED:
    'The id was used before with other content. Choose a new id, or repeat the first content exactly.',
  UNKNOWN_TICKER: 'No instrument has this ticker.',
  ASSET_NOT_ACTIVE: 'The instrument is suspended or delisted.',
  PHASE: 'The market does not take this request in its present phase.',
  INVALID_COMBINATION: 'Type, time in force, expiry, displayed and minimum quantity do not go together.',
  QUANTITY_LIMIT: 'The quantity is not positive or is above the most that one order may have.',
  LOT_SIZE: 'The quantity is not a multiple of the lot.',
  PRICE_REQUIRED: 'This type of order needs the price.',
  PRICE_NOT_ALLOWED: 'This type of order takes no such price.',
  TICK_SIZE: 'The price is not a positive multiple of the tick.',
  PRICE_BAND: 'The price is outside the band of today.',
  STOP_PRICE:
    'The stop would trigger at once: a buy stops above the last price, a sell below it, and a limit lies beyond the stop.',
  NO_OPPOSITE_PRICE: 'A market order needs a price on the other side of the book, and there is none.',
  INSUFFICIENT_CASH: 'The available cash does not cover the order with its costs, or the withdrawal.',
  INSUFFICIENT_SHARES: 'Fewer shares are available than the order sells.',
  ORDER_NOT_FOUND: 'The order does not exist or belongs to somebody else.',
  ORDER_ENDED: 'The order is filled, canceled, expired or rejected already.',
  TOO_MANY_ORDERS: 'More than 100 orders in one request.',
  INVALID_AMOUNT: 'The amount is not positive or has a fraction of a centavo.',
  INVALID_EMAIL: 'This is not an e-mail address.',
  EMAIL_TAKEN: 'Somebody signed up with this e-mail address before.',
  WEAK_PASSWORD: 'The password is too short, too long or too simple.',
  INVALID_CREDENTIALS: 'The e-mail address or the password is wrong.',
  INVALID_NAME: 'The name is empty or too long.',
  MINIMUM_QUANTITY: 'The exchange could not fill the minimum quantity at once.',
} as const satisfies Record<string, string>;

export type RefusalRule = keyof typeof REFUSAL_RULES;

/** Makes a refusal; the message is the rule's sentence unless a more precise one is given. */
export function refuse(
  rule: RefusalRule,
  details: Partial<Pick<Refusal, 'message' | 'field' | 'limit' | 'observed'>> = {},
): Refusal {
  return { rule, message: REFUSAL_RULES[rule], field: null, limit: null, observed: null, ...details };
}

/** A result that may be a refusal. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const deny = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal });
