import type { EngineCommand, NewOrder } from '#contracts/messages/engine-commands.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS } from '#contracts/names.ts';
import { createRandom } from '#platform/random.ts';
import { instrumentFact } from '#test/support/instrument.ts';

const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4'];

/** The instruments of the flow. */
export const INSTRUMENTS: readonly InstrumentFact[] = TICKERS.map((ticker) => instrumentFact({ ticker }));

/**
 * Seeded commands of two members over a few books: orders of many kinds that match, cancels and replaces of recent
 * orders, a few mass cancels and repeated commands. Equal seeds give equal commands.
 */
export function flow(count: number, seed: number): EngineCommand[] {
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0];
  const orders: NewOrder[] = [];
  const commands: EngineCommand[] = [];
  const header = (index: number) => ({
    v: 1 as const,
    commandId: `c${index}`,
    member: oneOf([MEMBERS.broker, MEMBERS.simulator]),
    correlationId: `k${index}`,
  });

  const newOrder = (index: number): NewOrder => {
    const kind = below(20);
    const isMarket = kind === 0;
    const isStop = kind === 1;
    const limitPriceTicks = 2890 + below(21) - 10;
    return {
      ...header(index),
      type: 'NEW_ORDER',
      orderId: `o${index}`,
      accountId: `a${below(5)}`,
      ticker: TICKERS[below(TICKERS.length)] ?? '',
      side: oneOf(['BUY', 'SELL']),
      orderType: isMarket ? 'MARKET' : isStop ? 'STOP_LIMIT' : 'LIMIT',
      timeInForce: isMarket || isStop ? 'DAY' : oneOf(['DAY', 'DAY', 'DAY', 'GTC', 'IOC', 'FOK']),
      quantity: 100 * (1 + below(9)),
      limitPriceTicks: isMarket ? null : limitPriceTicks,
      protectionPriceTicks: null,
      stopPriceTicks: isStop ? 2890 + below(31) - 15 : null,
      displayQuantity: kind === 2 ? 100 : null,
      minimumQuantity: null,
      expiresOn: null,
    };
  };
  const cancelOrReplace = (index: number, order: NewOrder): EngineCommand => {
    const common = { ...header(index), member: order.member, ticker: order.ticker, orderId: order.orderId };
    if (below(3) > 0) return { ...common, type: 'CANCEL_ORDER', requestId: `r${index}` };
    return {
      ...common,
      type: 'REPLACE_ORDER',
      requestId: `r${index}`,
      quantity: 100 * (1 + below(9)),
      limitPriceTicks: order.orderType === 'MARKET' ? null : 2890 + below(21) - 10,
      stopPriceTicks: order.stopPriceTicks,
      displayQuantity: null,
      minimumQuantity: null,
    };
  };

  for (let index = 0; index < count; index++) {
    const kind = below(1_000);
    const target = orders[orders.length - 1 - below(60)];
    const earlier = commands[index - 1 - below(40)];
    if (kind < 10 && earlier) commands.push(earlier);
    else if (kind === 10)
      commands.push({
        ...header(index),
        type: 'MASS_CANCEL',
        requestId: `r${index}`,
        accountId: `a${below(5)}`,
        ticker: null,
        side: null,
      });
    else if (kind < 450 && target) commands.push(cancelOrReplace(index, target));
    else {
      const order = newOrder(index);
      orders.push(order);
      commands.push(order);
    }
  }
  return commands;
}
