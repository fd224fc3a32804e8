import { dayInEnglish } from '../numbers-in-text.ts';
import { isPositive, numbersInEnglish, pricesInstead, type Sentences } from './refusal.ts';

/** Parts of an order's quantity, by their field. */
const PARTS: Readonly<Record<string, string | undefined>> = {
  displayQuantity: 'The displayed quantity',
  minimumQuantity: 'The minimum quantity',
};

/** A field that contradicts the others, with what the user can do. */
const CONTRADICTIONS: Readonly<Record<string, string | undefined>> = {
  timeInForce: 'An order of this type cannot have this time in force: choose another.',
  expiresOn: 'The last day goes with "until date" only: fill in both or neither.',
  displayQuantity: 'This order shows its whole quantity: remove the displayed quantity.',
  minimumQuantity:
    'Remove the minimum quantity: this order cannot have one, and it never goes with a displayed quantity.',
};

const combinationText = (limit: string, field: string): string => {
  const part = PARTS[field];
  if (field === 'expiresOn' && limit.endsWith(' or later')) return 'The last day must be today or later.';
  if (part !== undefined && limit.includes(' to ')) return `${part} must be a multiple of the lot, ${limit}.`;
  if (part !== undefined && limit.endsWith(' or more')) return `${part} must be ${limit}.`;
  return CONTRADICTIONS[field] ?? 'Type, time in force and quantities of the order contradict each other.';
};

const IN_CALL =
  'An auction takes limit and auction orders only, without a stop, a minimum quantity or immediate execution.';

/** The orders that a phase takes, by the phase that refuses one. */
const PHASES: Readonly<Record<string, string | undefined>> = {
  CLOSED: 'The market is closed: send the order from the opening call on.',
  PRE_OPEN: 'The pre-open takes cancellations only: send the order from the opening call on.',
  OPENING_CALL: IN_CALL,
  AUCTION: IN_CALL,
  CLOSING_CALL: IN_CALL,
  CONTINUOUS: 'An auction order is taken during an auction only: choose another time in force.',
  HALTED: 'Trading is halted: send the order once it resumes.',
};

/** Instruments that no order may name, by their status. */
const UNTRADED: Readonly<Record<string, string | undefined>> = {
  DELISTED: 'This instrument has left the exchange: no order is taken.',
  SUSPENDED: 'Trading in this instrument is suspended: send the order when it is back.',
  NOT_TRADABLE: 'This is an index: it has a quote and is not traded. A fund that follows it may be.',
};

/** How an order has ended, by its status. */
const ENDS: Readonly<Record<string, string | undefined>> = {
  FILLED: 'is filled',
  CANCELED: 'is canceled',
  EXPIRED: 'has expired',
  REJECTED: 'was rejected',
};

/** Passwords that are weak whatever their length, by what they are. */
const WEAK_PASSWORDS: Readonly<Record<string, string | undefined>> = {
  'the present password': 'The new password is the same as the current one. Choose another.',
  'the e-mail address': 'The password is the same as the e-mail address. Choose another.',
};

/** @param limit such as `above 28.50` for a stop price, `28.50 or more` for a limit price */
function stopText(limit: string, field: string): string {
  if (field === 'limitPrice')
    return `The limit price must be the stop price or ${limit.endsWith('less') ? 'less' : 'more'}: ${limit}.`;
  const side = limit.startsWith('below') ? 'sell' : 'buy';
  return `The stop price of a ${side} stop must be ${limit}, the last price: otherwise it triggers at once.`;
}

/** Why the broker refuses, and what the user can do. */
export const ENGLISH: Sentences = {
  ACCOUNT_NOT_FOUND: () => 'The account does not exist.',
  INVALID_ID: () => 'The identifier has characters that the broker does not take.',
  UNKNOWN_TICKER: () => 'No instrument has this ticker.',
  UNKNOWN_COSTS: (_limit, { observed, limit }) =>
    observed === null || limit === null
      ? 'The costs of this day are not known: nothing is traded on it.'
      : `The costs of ${dayInEnglish(observed)} are not known: nothing is traded on that day. The first known day is ${dayInEnglish(limit)}.`,
  TOO_MANY_ORDERS: () => 'These are more than 100 orders at once.',
  SUBSCRIPTION_CLOSED: () => 'The rights cannot be exercised today.',
  ASSET_NOT_ACTIVE: (_limit, { observed }) => UNTRADED[observed ?? ''] ?? 'This instrument is not traded.',
  PHASE: (_limit, { observed }) =>
    PHASES[observed ?? ''] ?? 'The market does not take this order in its present phase.',
  INVALID_COMBINATION: (limit, { field }) => combinationText(limit, field ?? ''),
  QUANTITY_LIMIT: (limit) => `The quantity must be ${limit}.`,
  LOT_SIZE: (limit) => `The quantity must be a multiple of the lot of ${limit}.`,
  PRICE_REQUIRED: () => 'An order of this type needs this price.',
  PRICE_NOT_ALLOWED: () => 'An order of this type does not have this price.',
  TICK_SIZE: (limit, refusal) => {
    if (!isPositive(refusal.observed)) return `The price must be at least ${limit}.`;
    const prices = pricesInstead(refusal).map(numbersInEnglish).join(' or ');
    return `Prices move in steps of ${limit}${prices === '' ? '' : `: ${prices}`}.`;
  },
  PRICE_BAND: (limit) =>
    limit.includes(' to ')
      ? `The price must be within today's band, ${limit}.`
      : `The highest price for this quantity is ${limit}.`,
  STOP_PRICE: (limit, { field }) => stopText(limit, field ?? ''),
  NO_OPPOSITE_PRICE: () =>
    'The other side of the book is empty, so a market order has no price. Send a limit order or try again later.',
  INSUFFICIENT_CASH: (limit, { field, observed }) => {
    if (field === 'amount') return `At most R$${limit} may leave the account today.`;
    const needed =
      observed === null ? '' : `the order needs R$${numbersInEnglish(observed)} with its costs, and `;
    return `Not enough cash: ${needed}R$${limit} is available. Deposit or buy less.`;
  },
  INSUFFICIENT_SHARES: (limit, { observed }) => {
    const needed = observed === null ? '' : `the order needs ${numbersInEnglish(observed)}, and `;
    return `Not enough shares: ${needed}${limit} ${limit === '1' ? 'is' : 'are'} available. Sell fewer.`;
  },
  MINIMUM_QUANTITY: () => 'The exchange could not fill the minimum quantity at once.',
  ORDER_NOT_FOUND: () => 'The order does not exist.',
  ORDER_ENDED: (_limit, { observed }) =>
    `The order ${ENDS[observed ?? ''] ?? 'has ended'} and cannot change any more. Send a new one.`,
  TOO_MANY_OPEN_ORDERS: (limit) =>
    `The account has ${limit} open orders, the most it may have. Cancel some, or wait until they end.`,
  ID_REUSED: () => 'This order was already sent with other content.',
  INVALID_AMOUNT: (_limit, { observed }) => {
    if (!isPositive(observed)) return 'The amount must be greater than zero.';
    return /\.\d{3,}$/.test(observed ?? '')
      ? 'The amount goes down to centavos: at most two decimal places.'
      : 'The account cannot hold this amount.';
  },
  INVALID_EMAIL: () => 'This is not an e-mail address.',
  EMAIL_TAKEN: () => 'Someone else uses this e-mail address.',
  WEAK_PASSWORD: (_limit, { observed, limit }) => weaknessText(observed, limit),
  INVALID_CREDENTIALS: () => 'Wrong e-mail address or password.',
  INVALID_NAME: () => 'The name must have 1 to 100 visible characters.',
  INVALID_SCOPES: () => 'The key needs at least one permission.',
  INVALID_EXPIRY: () => 'The key must expire in the future.',
  TOO_MANY_ACCOUNTS: () => 'You have 20 accounts, the most you may have.',
  TOO_MANY_API_KEYS: () => 'You have the most keys you may have. Revoke one first.',
  CORPORATE_ACTION: () =>
    'The exchange canceled the order: a corporate action changes the price of the instrument.',
};

/** @param limit such as `8..128 characters` */
function weaknessText(observed: string | null, limit: string | null): string {
  const known = WEAK_PASSWORDS[observed ?? ''];
  const [least, most] = limit?.match(/\d+/g) ?? [];
  if (known !== undefined || least === undefined || most === undefined)
    return known ?? 'The password is too easy to guess. Choose a less common one.';
  return `The password has ${observed ?? ''}; it needs ${least} to ${most}.`;
}
