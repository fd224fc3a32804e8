/**
 * The exchange's rules by id. Code that carries a rule out says `// rule ID`, a test that holds it names `[ID]` in its
 * title: docs/RULES.md is made of both, and a rule without either fails a test.
 */
export interface MarketRule {
  readonly rule: string;
  readonly source: string;
}

const ORDER_TYPES_PAGE = 'b3.com.br, order types';
const SCHEMA = 'B3 EntryPoint schema';
const DESK_MANUAL = 'trading desk manual';
const CALLS = 'B3 trading procedures, call auctions';
const HOURS = 'b3.com.br, trading hours';
const CALENDAR = 'b3.com.br, trading calendar';
const TUNNELS = 'B3 trading tunnels, per instrument';
const TRIGGERS = 'B3 auction criteria (older public text)';
const BREAKER = 'B3 circuit breaker procedure';
const MARKETS = 'b3.com.br, round-lot and fractional market';
/** Where the public text is silent and the stricter or simpler reading was taken. */
const OURS = 'reading of this project';

const rule = (text: string, source: string): MarketRule => ({ rule: text, source });

export const MARKET_RULES = {
  COMBINATION_TABLE: rule(
    'Only the listed types, times in force, displayed and minimum quantities go together.',
    `${SCHEMA}, OrdType and TimeInForce; ${OURS} where it leaves one open`,
  ),
  PRICES_OF_TYPE: rule('A type has exactly its prices: limit, stop, both or none.', SCHEMA),
  LOT_MULTIPLE: rule('Quantities are multiples of the lot of the instrument.', 'b3.com.br, lots'),
  QUANTITY_BOUNDS: rule('A quantity is positive and at most what one order may have.', SCHEMA),
  TICK_MULTIPLE: rule('Prices are positive multiples of the tick of the instrument.', 'b3.com.br, tick'),
  PRICE_TIME_PRIORITY: rule('The best price trades first, at a price who came first.', DESK_MANUAL),
  RESTING_PRICE: rule(
    'In continuous trading a trade takes place at the price of the order that rested.',
    DESK_MANUAL,
  ),
  MARKET_TO_LIMIT: rule(
    'A market order trades at the best opposite price; what is left rests there as a limit order.',
    ORDER_TYPES_PAGE,
  ),
  MARKET_NEEDS_OPPOSITE: rule('Without an opposite price a market order is refused.', OURS),
  PROTECTION_PRICE: rule(
    'A market or stop order trades nowhere beyond its protection.',
    `${SCHEMA}; ${OURS}`,
  ),
  IMMEDIATE_OR_CANCEL: rule('IOC: what does not trade at once ends.', `${SCHEMA}, TimeInForce 3`),
  FILL_OR_KILL: rule('FOK: the whole quantity trades at once or none.', `${SCHEMA}, TimeInForce 4`),
  MINIMUM_QUANTITY: rule('An order whose minimum cannot trade at once ends untraded.', `${SCHEMA}, MinQty`),
  ICEBERG_DISPLAY: rule('An iceberg shows its displayed quantity only.', `${SCHEMA}, MaxFloor`),
  ICEBERG_PARTS: rule('An iceberg shows its quantity in at most 10,000 parts.', OURS),
  ICEBERG_REFILL: rule('The next part of an iceberg goes to the back of its price.', `${SCHEMA}, MaxFloor`),
  ICEBERG_SHRINKS_HIDDEN_FIRST: rule('A lower quantity takes from the hidden part first.', OURS),
  STOP_BEYOND_LAST: rule(
    'A buy stops above the last price with its limit there or higher, a sell below it with its limit there or lower.',
    `${ORDER_TYPES_PAGE}; a broker's manual`,
  ),
  STOP_TRIGGER: rule('A stop is triggered by a trade at its price or beyond.', ORDER_TYPES_PAGE),
  STOP_ORDER_OF_ENTRY: rule('Stops that are triggered together enter in order of their entry.', OURS),
  STOP_BECOMES_MARKET: rule('A triggered stop loss is a market order.', ORDER_TYPES_PAGE),
  STOP_LIMIT_BECOMES_LIMIT: rule('A triggered stop limit is a limit order.', ORDER_TYPES_PAGE),
  NO_STOPS_IN_A_CALL: rule('A call takes no stops and no change of one.', ORDER_TYPES_PAGE),
  STOPS_WAIT_FOR_THE_AUCTION: rule('Triggered stops enter when continuous trading goes on.', OURS),
  REPLACE_LESS_KEEPS_PLACE: rule('Fewer shares keep the place in the queue.', DESK_MANUAL),
  REPLACE_MORE_LOSES_PLACE: rule('More shares lose it.', DESK_MANUAL),
  REPLACE_PRICE_LOSES_PLACE: rule('Another price, stop, display or minimum loses it.', DESK_MANUAL),
  REPLACE_MINIMUM_AT_ONCE: rule('A change with a minimum is refused unless it fills at once.', OURS),
  SELF_TRADE_BY_INVESTOR: rule('The incoming order asks that it does not trade with its investor.', SCHEMA),
  SELF_TRADE_CANCEL_AGGRESSOR: rule('Cancel aggressor: the rest of the incoming order ends.', SCHEMA),
  SELF_TRADE_CANCEL_RESTING: rule(
    'Cancel resting: the resting order ends, the incoming one goes on.',
    SCHEMA,
  ),
  SELF_TRADE_CANCEL_BOTH: rule('Cancel both: the resting order ends, then the incoming one.', SCHEMA),
  MASS_CANCEL: rule('A member cancels all its orders, or those of an account, ticker or side.', SCHEMA),
  CANCEL_ON_DISCONNECT: rule('The orders of a session end with it when it asked for that.', SCHEMA),
  DAY_ENDS: rule('A DAY order ends with its day.', `${SCHEMA}, TimeInForce 0`),
  GTC_STAYS: rule('A GTC order stays until it is filled or canceled.', `${SCHEMA}, TimeInForce 1`),
  GTD_ENDS: rule('A GTD order ends with its last day.', `${SCHEMA}, TimeInForce 6`),
  PHASES_OF_THE_DAY: rule(
    'Cancel only, opening call, continuous trading, closing call, closed: at the hours of the table.',
    HOURS,
  ),
  DAYLIGHT_REGIMES: rule('The hours follow whether the United States keep daylight time.', HOURS),
  LATE_OPENING: rule('Ash Wednesday opens late.', CALENDAR),
  NO_SESSION_DAYS: rule('Weekends and listed holidays have no session.', CALENDAR),
  PHASE_TAKES: rule('A phase takes only the requests of its kind.', HOURS),
  PRE_OPEN_CANCEL_ONLY: rule('Before the opening call orders can only be canceled.', HOURS),
  HALT_NOTHING_TRADES: rule('In a halt nothing trades, orders stay and can be canceled.', 'UMDF status 2'),
  RESUME_THROUGH_CALL: rule(
    'Trading resumes through a call.',
    `B3 trading procedures; ${OURS} on its length`,
  ),
  ADJUSTED_PREVIOUS_CLOSE: rule(
    'The previous close is adjusted for corporate actions.',
    'B3 corporate actions',
  ),
  CALL_GATHERS: rule('In a call orders gather without trading.', CALLS),
  CALL_ENDS_WITH_AUCTION: rule('A call ends with an auction at one price.', CALLS),
  THEORETICAL_IN_A_CALL: rule(
    'In a call the theoretical price and quantity are told at every change.',
    CALLS,
  ),
  AUCTION_LARGEST_QUANTITY: rule('The price is the one that trades the largest quantity.', CALLS),
  AUCTION_SMALLEST_EXCESS: rule(
    'Of several, the smallest excess of buys and the smallest of sells bound an interval.',
    CALLS,
  ),
  AUCTION_NEAREST_TO_LAST: rule(
    'In it the price nearest to the last trade is taken, without one today the adjusted previous close.',
    CALLS,
  ),
  AUCTION_WITHOUT_REFERENCE: rule('Without either the lowest price of the interval is taken.', OURS),
  AUCTION_TIME_PRIORITY: rule(
    'At the price of an auction there is no pro rata: better price, then time.',
    CALLS,
  ),
  CALL_ORDERS_FIRST: rule(
    'Market orders for the auction and for the close trade first, their limit orders first at their price.',
    CALLS,
  ),
  CALL_ORDERS_END: rule('What is left of them after their auction ends.', CALLS),
  AT_CLOSE_WAITS: rule('An order for the close waits for the closing call.', `${SCHEMA}, TimeInForce 7`),
  CALL_EXTENSION: rule(
    'A call whose outcome changes near its end, or lies outside its tunnel, is extended.',
    CALLS,
  ),
  REJECTION_TUNNEL: rule('An order priced outside the rejection tunnel is refused.', TUNNELS),
  STATIC_TUNNEL: rule(
    'A trade too far from the last auction, before one from the previous close, starts an auction.',
    `${TUNNELS}; ${TRIGGERS}`,
  ),
  DYNAMIC_TUNNEL: rule('A trade too far from the last trade starts an auction.', `${TUNNELS}; ${TRIGGERS}`),
  TUNNELS_BEFORE_THE_ORDER: rule('Both tunnels are drawn before the incoming order.', OURS),
  QUANTITY_TRIGGER: rule('A trade of a multiple of the mean quantity starts an auction.', TRIGGERS),
  PROTECTIONS_ARE_DATED: rule(
    'Widths, lengths and multiples are dated data of an instrument or group.',
    TUNNELS,
  ),
  CIRCUIT_BREAKER_LEVELS: rule(
    'The index at -10 % halts for 30 minutes, at -15 % for an hour, at -20 % until the exchange decides.',
    BREAKER,
  ),
  CIRCUIT_BREAKER_LAST_HALF_HOUR: rule('In the last 30 minutes it does not fire.', BREAKER),
  CIRCUIT_BREAKER_LAST_HOUR: rule('Fired in the last hour, the close moves by up to 30 minutes.', BREAKER),
  TWIN_BOOKS: rule('The round-lot and the fractional market are separate books.', MARKETS),
  TWIN_BOOK_LOTS: rule('The fractional market trades 1 to 99 shares, the other whole lots.', MARKETS),
} as const satisfies Record<string, MarketRule>;

export type MarketRuleId = keyof typeof MARKET_RULES;
