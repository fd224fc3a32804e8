import type { EngineCommand, NewOrder } from '#contracts/messages/engine-commands.ts';
import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import { MEMBERS } from '#contracts/names.ts';
import { createRandom } from '#platform/random.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { Dice } from '../compare/generate/dice.ts';

const TICKERS = ['PETR4', 'VALE3', 'ITUB4', 'BBDC4'];

/** The instruments of the flow. */
export const INSTRUMENTS: readonly InstrumentFact[] = TICKERS.map((ticker) => instrumentFact({ ticker }));

/**
 * Seeded commands of two members over a few books: orders of many kinds that match, cancels and replaces of recent
 * orders, a few mass cancels and repeated commands. Equal seeds give equal commands.
 */
export function flow(count: number, seed: number): EngineCommand[] {
  const dice = new Dice(createRandom(seed));
  const orders: NewOrder[] = [];
  const commands: EngineCommand[] = [];
  for (let index = 0; index < count; index++) {
    const kind = dice.below(1_000);
    const target = orders[orders.length - 1 - dice.below(60)];
    const earlier = commands[index - 1 - dice.below(40)];
    if (kind < 10 && earlier) commands.push(earlier);
    else if (kind === 10) commands.push(massCancel(index, dice));
    else if (kind < 450 && target) commands.push(cancelOrReplace(index, target, dice));
    else {
      const order = newOrder(index, dice);
      orders.push(order);
      commands.push(order);
    }
  }
  return commands;
}

const header = (index: number, dice: Dice) => ({
  v: 1 as const,
  commandId: `c${index}`,
  member: dice.oneOf([MEMBERS.broker, MEMBERS.simulator]),
  correlationId: `k${index}`,
});

function newOrder(index: number, dice: Dice): NewOrder {
  const kind = dice.below(20);
  const isMarket = kind === 0;
  const isStop = kind === 1;
  const limitPriceTicks = 2890 + dice.below(21) - 10;
  return {
    ...header(index, dice),
    type: 'NEW_ORDER',
    orderId: `o${index}`,
    accountId: `a${dice.below(5)}`,
    ticker: dice.oneOf(TICKERS),
    side: dice.oneOf(['BUY', 'SELL']),
    orderType: isMarket ? 'MARKET' : isStop ? 'STOP_LIMIT' : 'LIMIT',
    timeInForce: isMarket || isStop ? 'DAY' : dice.oneOf(['DAY', 'DAY', 'DAY', 'GTC', 'IOC', 'FOK']),
    quantity: 100 * (1 + dice.below(9)),
    limitPriceTicks: isMarket ? null : limitPriceTicks,
    protectionPriceTicks: null,
    stopPriceTicks: isStop ? 2890 + dice.below(31) - 15 : null,
    displayQuantity: kind === 2 ? 100 : null,
    minimumQuantity: null,
    expiresOn: null,
  };
}

function cancelOrReplace(index: number, order: NewOrder, dice: Dice): EngineCommand {
  const { member, ticker, orderId } = order;
  const common = { ...header(index, dice), member, ticker, orderId };
  if (dice.below(3) > 0) return { ...common, type: 'CANCEL_ORDER', requestId: `r${index}` };
  return {
    ...common,
    type: 'REPLACE_ORDER',
    requestId: `r${index}`,
    quantity: 100 * (1 + dice.below(9)),
    limitPriceTicks: order.orderType === 'MARKET' ? null : 2890 + dice.below(21) - 10,
    stopPriceTicks: order.stopPriceTicks,
    displayQuantity: null,
    minimumQuantity: null,
  };
}

const massCancel = (index: number, dice: Dice): EngineCommand => ({
  ...header(index, dice),
  type: 'MASS_CANCEL',
  requestId: `r${index}`,
  accountId: `a${dice.below(5)}`,
  ticker: null,
  side: null,
});
