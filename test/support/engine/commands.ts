import type {
  CancelOrder,
  EndSession,
  MassCancel,
  NewOrder,
  ReplaceOrder,
} from '#contracts/messages/engine-commands.ts';
import type { DefineInstrument, SetPhase } from '#engine/exchange/commands.ts';

/** Valid commands for tests; a test names only the fields that it is about. */
export const TICKER = 'PETR4';
export const DAY = '2026-03-16';
export const NEXT_DAY = '2026-03-17';

/** A command's id derives from its `orderId` or `requestId`, so a test repeats a command by repeating that id. */
export const buy = (
  orderId: string,
  quantity: number,
  priceTicks: number,
  more: Partial<NewOrder> = {},
): NewOrder => order(orderId, { side: 'BUY', quantity, limitPriceTicks: priceTicks, ...more });

export const sell = (
  orderId: string,
  quantity: number,
  priceTicks: number,
  more: Partial<NewOrder> = {},
): NewOrder => order(orderId, { side: 'SELL', quantity, limitPriceTicks: priceTicks, ...more });

export const marketBuy = (orderId: string, quantity: number, more: Partial<NewOrder> = {}): NewOrder =>
  order(orderId, { side: 'BUY', orderType: 'MARKET', quantity, ...more });

export const marketSell = (orderId: string, quantity: number, more: Partial<NewOrder> = {}): NewOrder =>
  order(orderId, { side: 'SELL', orderType: 'MARKET', quantity, ...more });

/** A stop order, or with `more` a stop-limit order. */
export const stop = (
  orderId: string,
  side: NewOrder['side'],
  quantity: number,
  stopPriceTicks: number,
  more: Partial<NewOrder> = {},
): NewOrder => order(orderId, { side, orderType: 'STOP', quantity, stopPriceTicks, ...more });

const order = (orderId: string, more: Partial<NewOrder>): NewOrder => ({
  v: 1,
  type: 'NEW_ORDER',
  commandId: `new-${orderId}`,
  member: 'BROKER',
  correlationId: `c-${orderId}`,
  orderId,
  accountId: 'acc_1',
  ticker: TICKER,
  side: 'BUY',
  orderType: 'LIMIT',
  timeInForce: 'DAY',
  quantity: 100,
  limitPriceTicks: null,
  protectionPriceTicks: null,
  stopPriceTicks: null,
  displayQuantity: null,
  minimumQuantity: null,
  expiresOn: null,
  ...more,
});

export const cancel = (orderId: string, requestId: string, more: Partial<CancelOrder> = {}): CancelOrder => ({
  v: 1,
  type: 'CANCEL_ORDER',
  commandId: requestId,
  member: 'BROKER',
  correlationId: `c-${requestId}`,
  ticker: TICKER,
  orderId,
  requestId,
  ...more,
});

export const replace = (
  orderId: string,
  requestId: string,
  quantity: number,
  limitPriceTicks: number | null,
  more: Partial<ReplaceOrder> = {},
): ReplaceOrder => ({
  v: 1,
  type: 'REPLACE_ORDER',
  commandId: requestId,
  member: 'BROKER',
  correlationId: `c-${requestId}`,
  ticker: TICKER,
  orderId,
  requestId,
  quantity,
  limitPriceTicks,
  stopPriceTicks: null,
  displayQuantity: null,
  minimumQuantity: null,
  ...more,
});

export const massCancel = (requestId: string, more: Partial<MassCancel> = {}): MassCancel => ({
  v: 1,
  type: 'MASS_CANCEL',
  commandId: requestId,
  member: 'BROKER',
  correlationId: `c-${requestId}`,
  requestId,
  accountId: null,
  ticker: null,
  side: null,
  ...more,
});

export const endSession = (
  sessionId: string,
  commandId: string,
  more: Partial<EndSession> = {},
): EndSession => ({
  v: 1,
  type: 'END_SESSION',
  commandId,
  member: 'BROKER',
  correlationId: `c-${commandId}`,
  sessionId,
  ...more,
});

export const define = (more: Partial<DefineInstrument> = {}): DefineInstrument => ({
  v: 1,
  type: 'DEFINE_INSTRUMENT',
  ticker: TICKER,
  group: 'CASH',
  status: 'ACTIVE',
  lotSize: 100,
  tickCentavos: 1,
  priceBand: { lowCentavos: 2000, highCentavos: 4000 },
  maxOrderQuantity: 1_000_000,
  previousCloseCentavos: 2890,
  version: 1,
  ...more,
});

export const setPhase = (phase: SetPhase['phase'], tradeDate: string = DAY): SetPhase => ({
  v: 1,
  type: 'SET_PHASE',
  group: 'CASH',
  phase,
  tradeDate,
});
