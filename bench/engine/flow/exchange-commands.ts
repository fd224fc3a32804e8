import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { FLAG, type Flash1Messages } from '#verification/replay/flash1/messages.ts';

const TICKER = 'ABCD3';
const MEMBER = 'BROKER';
const DAY = '2026-03-16';

/** Commands that prepare an exchange for the flow. */
export const OPENING: readonly ExchangeCommand[] = [
  {
    v: 1,
    type: 'DEFINE_INSTRUMENT',
    ticker: TICKER,
    group: 'all',
    status: 'ACTIVE',
    lotSize: 1,
    tickCentavos: 1,
    priceBand: null,
    maxOrderQuantity: 1_000_000,
    previousCloseCentavos: 33_000,
    version: 1,
  },
  { v: 1, type: 'SET_PHASE', group: 'all', phase: 'CONTINUOUS', tradeDate: DAY },
];

/** A flow of flash1 as a broker's commands. A modify becomes a replace, which keeps the order's side. */
export function commandsOf(messages: Flash1Messages): EngineCommand[] {
  const commands: EngineCommand[] = [];
  for (let at = 0; at < messages.count; at++) commands.push(commandAt(messages, at));
  return commands;
}

/** The literals below are whole: V8 makes an object slower if another one is spread into it, and queue messages have none. */
function commandAt({ flags, quantities, ids, prices }: Flash1Messages, at: number): EngineCommand {
  const flag = flags[at] ?? 0;
  const id = ids[at] ?? 0;
  const orderId = `ord_${id}`;
  if ((flag & FLAG.TYPE) === FLAG.NEW)
    return newOrder(orderId, `acc_${id % 100}`, flag, quantities[at] ?? 0, prices[at] ?? 0);
  const requestId = `req_${at}`;
  if ((flag & FLAG.TYPE) === FLAG.CANCEL) return cancel(orderId, requestId);
  return replace(orderId, requestId, quantities[at] ?? 0, prices[at] ?? 0);
}

const newOrder = (
  orderId: string,
  accountId: string,
  flag: number,
  quantity: number,
  limitPriceTicks: number,
): EngineCommand => ({
  v: 1,
  type: 'NEW_ORDER',
  commandId: orderId,
  member: MEMBER,
  correlationId: orderId,
  orderId,
  accountId,
  ticker: TICKER,
  side: (flag & FLAG.SELL) === 0 ? 'BUY' : 'SELL',
  orderType: 'LIMIT',
  timeInForce: (flag & FLAG.IOC) === 0 ? 'DAY' : 'IOC',
  quantity,
  limitPriceTicks,
  protectionPriceTicks: null,
  stopPriceTicks: null,
  displayQuantity: null,
  minimumQuantity: null,
  expiresOn: null,
});

const cancel = (orderId: string, requestId: string): EngineCommand => ({
  v: 1,
  type: 'CANCEL_ORDER',
  commandId: requestId,
  member: MEMBER,
  correlationId: orderId,
  ticker: TICKER,
  orderId,
  requestId,
});

const replace = (
  orderId: string,
  requestId: string,
  quantity: number,
  limitPriceTicks: number,
): EngineCommand => ({
  v: 1,
  type: 'REPLACE_ORDER',
  commandId: requestId,
  member: MEMBER,
  correlationId: orderId,
  ticker: TICKER,
  orderId,
  requestId,
  quantity,
  limitPriceTicks,
  stopPriceTicks: null,
  displayQuantity: null,
  minimumQuantity: null,
});
