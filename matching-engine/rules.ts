/**
 * The exchange's rules by id. Code that implements a rule carries the comment `// rule ID`; a test that checks it has
 * `[ID]` in its title. docs/RULES.md is generated from both; a rule without either fails a test.
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
/** The public text is silent: this project took the stricter or simpler reading. */
const OURS = 'reading of this project';

const rule = (text: string, source: string): MarketRule => ({ rule: text, source });

export const MARKET_RULES = {
  COMBINATION_TABLE: rule(
    'An order has an allowed combination of type, time in force, displayed and minimum quantity.',
    `${SCHEMA}, OrdType and TimeInForce; ${OURS} for combinations that it leaves open`,
  ),
  PRICES_OF_TYPE: rule('An order has exactly the prices of its type: limit, stop, both or none.', SCHEMA),
  LOT_MULTIPLE: rule('Quantities are multiples of the lot of the instrument.', 'b3.com.br, lots'),
  QUANTITY_BOUNDS: rule('A quantity is positive and at most the maximum of one order.', SCHEMA),
  TICK_MULTIPLE: rule('Prices are positive multiples of the tick of the instrument.', 'b3.com.br, tick'),
  PRICE_TIME_PRIORITY: rule(
    'The best price trades first; at one price, the order that came first.',
    DESK_MANUAL,
  ),
  RESTING_PRICE: rule(
    'In continuous trading a trade takes place at the price of the resting order.',
    DESK_MANUAL,
  ),
  MARKET_TO_LIMIT: rule(
    'A market order trades at the best opposite price; the rest becomes a limit order at that price.',
    ORDER_TYPES_PAGE,
  ),
  MARKET_NEEDS_OPPOSITE: rule('Without an opposite price a market order is rejected.', OURS),
  PROTECTION_PRICE: rule(
    'A market or stop order trades at no price worse than its protection price.',
    `${SCHEMA}; ${OURS}`,
  ),
  IMMEDIATE_OR_CANCEL: rule('IOC: what does not trade at once expires.', `${SCHEMA}, TimeInForce 3`),
  FILL_OR_KILL: rule('FOK: the whole quantity trades at once or none.', `${SCHEMA}, TimeInForce 4`),
  MINIMUM_QUANTITY: rule(
    'An order whose minimum quantity cannot trade at once expires without a trade.',
    `${SCHEMA}, MinQty`,
  ),
  ICEBERG_DISPLAY: rule('An iceberg order shows its displayed quantity only.', `${SCHEMA}, MaxFloor`),
  ICEBERG_PARTS: rule('An iceberg order shows its quantity in at most 10,000 parts.', OURS),
  ICEBERG_REFILL: rule(
    'The next part of an iceberg order joins the back of the queue at its price.',
    `${SCHEMA}, MaxFloor`,
  ),
  ICEBERG_SHRINKS_HIDDEN_FIRST: rule('A replace to a lower quantity reduces the hidden part first.', OURS),
  STOP_BEYOND_LAST: rule(
    'A buy stop is above the last price with its limit at the stop or higher; a sell stop is below it with its limit at the stop or lower.',
    `${ORDER_TYPES_PAGE}; a broker's manual`,
  ),
  STOP_TRIGGER: rule('A stop is triggered by a trade at its price or beyond.', ORDER_TYPES_PAGE),
  STOP_ORDER_OF_ENTRY: rule('Stops that one trade triggers enter the book in order of their entry.', OURS),
  STOP_BECOMES_MARKET: rule('A triggered stop order becomes a market order.', ORDER_TYPES_PAGE),
  STOP_LIMIT_BECOMES_LIMIT: rule('A triggered stop-limit order becomes a limit order.', ORDER_TYPES_PAGE),
  NO_STOPS_IN_A_CALL: rule('A call accepts no stops and no replace of a stop.', ORDER_TYPES_PAGE),
  STOPS_WAIT_FOR_THE_AUCTION: rule(
    'Stops that an auction triggers enter when continuous trading resumes.',
    OURS,
  ),
  REPLACE_LESS_KEEPS_PLACE: rule('A lower quantity keeps priority.', DESK_MANUAL),
  REPLACE_MORE_LOSES_PLACE: rule('A higher quantity loses priority.', DESK_MANUAL),
  REPLACE_PRICE_LOSES_PLACE: rule(
    'Another price, stop price, displayed or minimum quantity loses priority.',
    DESK_MANUAL,
  ),
  REPLACE_MINIMUM_AT_ONCE: rule(
    'A replace with a minimum quantity is rejected unless the minimum fills at once.',
    OURS,
  ),
  SELF_TRADE_BY_INVESTOR: rule(
    'An incoming order may ask for self-trade prevention: it does not trade with orders of its investor.',
    SCHEMA,
  ),
  SELF_TRADE_CANCEL_AGGRESSOR: rule('Cancel aggressor: the rest of the incoming order is canceled.', SCHEMA),
  SELF_TRADE_CANCEL_RESTING: rule(
    'Cancel resting: the resting order is canceled; the incoming one continues.',
    SCHEMA,
  ),
  SELF_TRADE_CANCEL_BOTH: rule('Cancel both: the resting order is canceled, then the incoming one.', SCHEMA),
  MASS_CANCEL: rule('A member cancels all its open orders, or those of an account, ticker or side.', SCHEMA),
  CANCEL_ON_DISCONNECT: rule('Orders that name a member session are canceled when it ends.', SCHEMA),
  DAY_ENDS: rule('A DAY order expires at the end of its day.', `${SCHEMA}, TimeInForce 0`),
  GTC_STAYS: rule('A GTC order stays open until it is filled or canceled.', `${SCHEMA}, TimeInForce 1`),
  GTD_ENDS: rule('A GTD order expires at the end of its last day.', `${SCHEMA}, TimeInForce 6`),
  PHASES_OF_THE_DAY: rule(
    'Phases of a session: cancel only, opening call, continuous trading, closing call, closed, at the hours of the table.',
    HOURS,
  ),
  DAYLIGHT_REGIMES: rule('The hours depend on daylight saving time in the United States.', HOURS),
  LATE_OPENING: rule('The session of Ash Wednesday opens late.', CALENDAR),
  NO_SESSION_DAYS: rule('Weekends and listed holidays have no session.', CALENDAR),
  PHASE_TAKES: rule('Each phase accepts only its kinds of requests.', HOURS),
  PRE_OPEN_CANCEL_ONLY: rule('Before the opening call, orders can only be canceled.', HOURS),
  HALT_NOTHING_TRADES: rule(
    'In a halt nothing trades; orders stay open and can be canceled.',
    'UMDF status 2',
  ),
  RESUME_THROUGH_CALL: rule(
    'Trading resumes through a call.',
    `B3 trading procedures; ${OURS} on its length`,
  ),
  ADJUSTED_PREVIOUS_CLOSE: rule(
    'On an ex-day the previous close is the theoretical ex-price of the last close, in cash dividends and interest gross.',
    'B3, Manual de Definicoes e Procedimentos dos Indices, general formula of the "preco ex-teorico"',
  ),
  EX_DAY_CANCELS_ORDERS: rule(
    'On an ex-day the orders that are open from earlier days are canceled, stops too.',
    `B3 cancels them when a corporate action changes the price, as brokers explain it (faq.pagbank.com.br, order validity); ${OURS} that it holds for every kind of action`,
  ),
  CALL_GATHERS: rule('In a call, orders gather without trading.', CALLS),
  CALL_ENDS_WITH_AUCTION: rule('A call ends with an auction at one price.', CALLS),
  THEORETICAL_IN_A_CALL: rule(
    'In a call, every change of the theoretical price or quantity is published.',
    CALLS,
  ),
  AUCTION_LARGEST_QUANTITY: rule('The auction price is the one that trades the largest quantity.', CALLS),
  AUCTION_SMALLEST_EXCESS: rule(
    'Of several such prices, those with the smallest excess of buys and of sells bound an interval.',
    CALLS,
  ),
  AUCTION_NEAREST_TO_LAST: rule(
    'Within the interval, the auction price is the nearest to the last trade of the session, else to the adjusted previous close.',
    CALLS,
  ),
  AUCTION_WITHOUT_REFERENCE: rule(
    'Without either reference, the auction price is the lowest of the interval.',
    OURS,
  ),
  AUCTION_TIME_PRIORITY: rule('An auction fills by better price, then time; there is no pro rata.', CALLS),
  CALL_ORDERS_FIRST: rule(
    'Market orders for the auction and for the close fill first; limit orders for them fill first at their price.',
    CALLS,
  ),
  CALL_ORDERS_END: rule('The rest of orders for the auction or for the close expires after it.', CALLS),
  AT_CLOSE_WAITS: rule('An order for the close waits for the closing call.', `${SCHEMA}, TimeInForce 7`),
  CALL_EXTENSION: rule(
    'A call is extended when its outcome changes near its end or lies outside the protection tunnel.',
    CALLS,
  ),
  REJECTION_TUNNEL: rule('An order priced outside the rejection tunnel is rejected.', TUNNELS),
  STATIC_TUNNEL: rule(
    'A trade too far from the last auction price starts an auction; before the first auction, too far from the previous close.',
    `${TUNNELS}; ${TRIGGERS}`,
  ),
  DYNAMIC_TUNNEL: rule('A trade too far from the last trade starts an auction.', `${TUNNELS}; ${TRIGGERS}`),
  TUNNELS_BEFORE_THE_ORDER: rule('Both tunnels are drawn before the incoming order trades.', OURS),
  QUANTITY_TRIGGER: rule(
    'An order that would trade a multiple of the mean quantity starts an auction.',
    TRIGGERS,
  ),
  PROTECTIONS_ARE_DATED: rule(
    'Widths, lengths and multiples of protections are dated data of an instrument or group.',
    TUNNELS,
  ),
  CIRCUIT_BREAKER_LEVELS: rule(
    'An index fall of 10 % halts the market for 30 minutes, 15 % for an hour, 20 % until the exchange decides.',
    BREAKER,
  ),
  CIRCUIT_BREAKER_LAST_HALF_HOUR: rule('The circuit breaker does not fire in the last 30 minutes.', BREAKER),
  CIRCUIT_BREAKER_LAST_HOUR: rule(
    'When it fires in the last hour, the close is delayed by up to 30 minutes.',
    BREAKER,
  ),
  TWIN_BOOKS: rule('The round-lot and the fractional market are separate books.', MARKETS),
  TWIN_BOOK_LOTS: rule(
    'The fractional market trades 1 to 99 shares, the round-lot market whole lots.',
    MARKETS,
  ),
} as const satisfies Record<string, MarketRule>;

export type MarketRuleId = keyof typeof MARKET_RULES;
