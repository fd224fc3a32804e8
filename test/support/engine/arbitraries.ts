import fc from 'fast-check';
import type { NewOrder } from '#contracts/messages/engine-commands.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { buy, cancel, DAY, define, endSession, massCancel, NEXT_DAY, replace, setPhase } from './commands.ts';

/**
 * Random commands over few orders, prices and members, so that orders match. Most are valid, some break a rule; ids are
 * repeated, phases change.
 */
const member = fc.constantFrom('BROKER', 'SIMULATOR');
const ticker = fc.oneof(
  { weight: 20, arbitrary: fc.constant('PETR4') },
  { weight: 5, arbitrary: fc.constant('VALE3') },
  { weight: 1, arbitrary: fc.constant('XXXX9') },
);
const orderId = fc.nat(12).map((n) => `o${n}`);
const commandId = fc.nat(100_000).map((n) => `c${n}`);
const side = fc.constantFrom('BUY', 'SELL');
const quantity = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 8 }).map((lots) => lots * 100) },
  { weight: 1, arbitrary: fc.constantFrom(1, 150, 2_000_000, Number.MAX_SAFE_INTEGER) },
);
const price = fc.oneof(
  { weight: 15, arbitrary: fc.integer({ min: 2885, max: 2895 }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 1999, 2000, 4000, 4001, Number.MAX_SAFE_INTEGER) },
);
/** Mostly the usual value, sometimes another. */
const rarely = <T, U>(usual: T, other: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const common = {
  member,
  ticker,
  commandId,
  accountId: fc.constantFrom('acc_1', 'acc_2'),
  side,
  quantity,
  investorId: fc.option(fc.constantFrom('i1', 'i2'), { nil: undefined }),
  selfTradePrevention: fc.option(fc.constantFrom('CANCEL_AGGRESSOR', 'CANCEL_RESTING', 'CANCEL_BOTH'), {
    nil: undefined,
  }),
  sessionId: fc.option(fc.constantFrom('s1', 's2'), { nil: undefined }),
};
const parts = { displayQuantity: rarely(null, quantity), minimumQuantity: rarely(null, quantity) };

const limitOrder = fc
  .record({
    ...common,
    ...parts,
    orderId,
    limitPriceTicks: fc.oneof({ weight: 20, arbitrary: price }, { weight: 1, arbitrary: fc.constant(null) }),
    timeInForce: fc.constantFrom(
      'DAY',
      'DAY',
      'DAY',
      'DAY',
      'GTC',
      'GTD',
      'IOC',
      'FOK',
      'AUCTION',
      'AT_CLOSE',
    ),
    protectionPriceTicks: rarely(null, price),
  })
  .map((fields) => newOrder(fields));
const marketOrder = fc
  .record({
    ...common,
    orderId,
    limitPriceTicks: rarely(null, price),
    timeInForce: fc.constantFrom('DAY', 'IOC', 'FOK', 'AUCTION', 'AT_CLOSE'),
    protectionPriceTicks: fc.option(price),
  })
  .map((fields) => newOrder({ ...fields, orderType: 'MARKET' }));
const stopOrder = fc
  .record({
    ...common,
    orderId,
    orderType: fc.constantFrom('STOP', 'STOP_LIMIT'),
    limitPriceTicks: fc.option(price),
    stopPriceTicks: price,
    timeInForce: fc.constantFrom('DAY', 'GTC', 'GTD', 'IOC'),
  })
  .map((fields) =>
    newOrder({ ...fields, limitPriceTicks: fields.orderType === 'STOP' ? null : fields.limitPriceTicks }),
  );
/** An order with an expiry date exactly when it is GTD. */
const newOrder = (fields: Partial<NewOrder> & { orderId: string; quantity: number }): NewOrder =>
  buy(fields.orderId, fields.quantity, 1, {
    ...withoutUndefined(fields),
    expiresOn: fields.timeInForce === 'GTD' ? NEXT_DAY : null,
  });
const withoutUndefined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
const cancelOrder = fc
  .record({ member, ticker, commandId, orderId })
  .map((fields) => cancel(fields.orderId, fields.commandId, fields));
const replaceOrder = fc
  .record({
    member,
    ticker,
    commandId,
    orderId,
    quantity,
    // 0 removes the order's.
    displayQuantity: rarely(null, fc.oneof(quantity, fc.constant(0))),
    minimumQuantity: rarely(null, fc.oneof(quantity, fc.constant(0))),
    limitPriceTicks: fc.option(price),
    stopPriceTicks: rarely(null, price),
  })
  .map((fields) => replace(fields.orderId, fields.commandId, fields.quantity, null, fields));
const cancelMany = fc
  .record({
    member,
    commandId,
    accountId: fc.option(common.accountId),
    ticker: fc.option(ticker),
    side: fc.option(side),
  })
  .map((fields) => massCancel(fields.commandId, fields));
const sessionEnd = fc
  .record({ member, commandId, sessionId: fc.constantFrom('s1', 's2') })
  .map((fields) => endSession(fields.sessionId, fields.commandId, fields));
const phase = fc
  .tuple(
    fc.constantFrom(
      'CONTINUOUS',
      'CONTINUOUS',
      'CONTINUOUS',
      'OPENING_CALL',
      'CLOSING_CALL',
      'HALTED',
      'CLOSED',
    ),
    fc.constantFrom(DAY, NEXT_DAY),
  )
  .map(([name, day]) => setPhase(name, day));
const facts = fc
  .record({
    ticker: fc.constantFrom('PETR4', 'VALE3'),
    version: fc.nat(30),
    status: rarely('ACTIVE' as const, fc.constantFrom('SUSPENDED', 'DELISTED')),
    tickCentavos: rarely(1, fc.constant(5)),
    previousCloseCentavos: rarely(2890, fc.constant(2900)),
  })
  .map((fields) => define(fields));

const exchangeCommand: fc.Arbitrary<ExchangeCommand> = fc.oneof(
  { weight: 40, arbitrary: limitOrder },
  { weight: 10, arbitrary: marketOrder },
  { weight: 6, arbitrary: stopOrder },
  { weight: 12, arbitrary: cancelOrder },
  { weight: 24, arbitrary: replaceOrder },
  { weight: 1, arbitrary: cancelMany },
  { weight: 1, arbitrary: sessionEnd },
  { weight: 2, arbitrary: phase },
  { weight: 1, arbitrary: facts },
);

/**
 * A stream of commands that begins with two instruments in continuous trading. New orders mostly get an id of their own;
 * cancels and replaces mostly name a recent order of the same member.
 */
export const commandStream = (maxLength: number): fc.Arbitrary<ExchangeCommand[]> =>
  fc
    .array(exchangeCommand, { maxLength, size: 'max' })
    .map((commands) => [
      define(),
      define({ ticker: 'VALE3', lotSize: 1 }),
      setPhase('CONTINUOUS'),
      ...commands.map((command, position) => aimed(command, position, commands)),
    ]);

function aimed(command: ExchangeCommand, position: number, all: readonly ExchangeCommand[]): ExchangeCommand {
  if (command.type === 'NEW_ORDER')
    return command.orderId === 'o0' && position % 4 === 0 ? command : { ...command, orderId: `o${position}` };
  if (command.type !== 'CANCEL_ORDER' && command.type !== 'REPLACE_ORDER') return command;
  const aim = position - 1 - Number(command.orderId.slice(1));
  const target = all[aim];
  if (target?.type !== 'NEW_ORDER') return command;
  return { ...command, orderId: `o${aim}`, member: target.member, ticker: target.ticker };
}
