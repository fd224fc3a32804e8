import type { EngineCommand } from '#contracts/engine-commands.ts';
import type { CoreCommand } from '#engine/exchange/commands.ts';
import type { Flash1Messages } from '#engine/replay/flash1-file.ts';

const TICKER = 'ABCD3';
const DAY = '2026-03-16';

/** What an exchange must be told before it takes the commands below. */
export const OPENING: readonly CoreCommand[] = [
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

/** A flow of flash1 as a broker's commands. A modify is a replace: it keeps its side. */
export function commandsOf(messages: Flash1Messages): EngineCommand[] {
  const commands: EngineCommand[] = [];
  for (let at = 0; at < messages.count; at++) commands.push(commandAt(messages, at));
  return commands;
}

function commandAt({ flags, quantities, ids, prices }: Flash1Messages, at: number): EngineCommand {
  const flag = flags[at] ?? 0;
  const orderId = `ord_${ids[at]}`;
  const common = { v: 1, member: 'BROKER', ticker: TICKER, orderId } as const;
  const quantity = quantities[at] ?? 0;
  const limitPriceTicks = prices[at] ?? 0;
  if ((flag & 3) === 0)
    return {
      ...common,
      type: 'NEW_ORDER',
      commandId: orderId,
      correlationId: orderId,
      accountId: `acc_${(ids[at] ?? 0) % 100}`,
      side: (flag & 4) === 0 ? 'BUY' : 'SELL',
      orderType: 'LIMIT',
      timeInForce: (flag & 8) === 0 ? 'DAY' : 'IOC',
      quantity,
      limitPriceTicks,
      protectionPriceTicks: null,
      stopPriceTicks: null,
      displayQuantity: null,
      minimumQuantity: null,
      expiresOn: null,
    };
  const requestId = `req_${at}`;
  const request = { ...common, commandId: requestId, correlationId: orderId, requestId };
  if ((flag & 3) === 1) return { ...request, type: 'CANCEL_ORDER' };
  return {
    ...request,
    type: 'REPLACE_ORDER',
    quantity,
    limitPriceTicks,
    stopPriceTicks: null,
    displayQuantity: null,
    minimumQuantity: null,
  };
}
