import type { EngineCommand, NewOrder } from '#contracts/messages/engine-commands.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS } from '#contracts/names.ts';
import { createRandom } from '#platform/random.ts';
import { instrumentFact } from '#test/support/instrument.ts';

const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4'];

/** The instruments that the flow trades. */
export const INSTRUMENTS: readonly InstrumentFact[] = TICKERS.map((ticker) => instrumentFact({ ticker }));

/**
 * Commands of two members over a few books: orders of many kinds that meet, cancels and replaces of orders shortly
 * before, now and then a mass cancel or a command that comes twice. The same seed gives the same.
 */
export function flow(count: number, seed: number): EngineCommand[] {
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0];
  const orders: NewOrder[] = [];
  const commands: EngineCommand[] = [];
  const common = (place: number) => ({
    v: 1 as const,
    commandId: `c${place}`,
    member: oneOf([MEMBERS.broker, MEMBERS.simulator]),
    correlationId: `k${place}`,
  });

  const newOrder = (place: number): NewOrder => {
    const kind = below(20);
    const isMarket = kind === 0;
    const isStop = kind === 1;
    const limitPriceTicks = 2890 + below(21) - 10;
    return {
      ...common(place),
      type: 'NEW_ORDER',
      orderId: `o${place}`,
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
  const aboutAnOrder = (place: number, order: NewOrder): EngineCommand => {
    const about = { ...common(place), member: order.member, ticker: order.ticker, orderId: order.orderId };
    if (below(3) > 0) return { ...about, type: 'CANCEL_ORDER', requestId: `r${place}` };
    return {
      ...about,
      type: 'REPLACE_ORDER',
      requestId: `r${place}`,
      quantity: 100 * (1 + below(9)),
      limitPriceTicks: order.orderType === 'MARKET' ? null : 2890 + below(21) - 10,
      stopPriceTicks: order.stopPriceTicks,
      displayQuantity: null,
      minimumQuantity: null,
    };
  };

  for (let place = 0; place < count; place++) {
    const kind = below(1_000);
    const target = orders[orders.length - 1 - below(60)];
    const earlier = commands[place - 1 - below(40)];
    if (kind < 10 && earlier) commands.push(earlier);
    else if (kind === 10)
      commands.push({
        ...common(place),
        type: 'MASS_CANCEL',
        requestId: `r${place}`,
        accountId: `a${below(5)}`,
        ticker: null,
        side: null,
      });
    else if (kind < 450 && target) commands.push(aboutAnOrder(place, target));
    else {
      const order = newOrder(place);
      orders.push(order);
      commands.push(order);
    }
  }
  return commands;
}
