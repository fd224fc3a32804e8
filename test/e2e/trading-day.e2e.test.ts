import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#domain/calendar/durations.ts';
import { dataLayout } from '#processes/data-dir.ts';
import { directLinks } from '#processes/embedded/part-links.ts';
import type { PlaceOrderInput } from '#sdk/src/index.ts';
import { runProgram } from '../support/programs/run-program.ts';
import { auditFromHere } from './support/audit.ts';
import { temporaryDataDir } from './support/broker.ts';
import { startInProcessBroker, type InProcessBroker } from './support/in-process-broker.ts';
import { hasEnded, newTraderWithShares, type OrderView, type Trader } from './support/order-life.ts';
import { granted } from './support/person.ts';
import { centavosOf, costing, money } from './support/prices.ts';

/**
 * A day of the exchange and the next one, as two traders see them through the graph. The broker restarts on the same data in each
 * call, in continuous trading and after the close, so that orders also live through restarts in every phase.
 */
let dataDir = '';
let broker: InProcessBroker;
let ana: Trader;
let bob: Trader;
let price = 0;
let top = 0;
const known = new Map<string, OrderView>();

const DAY = '2026-03-16';
const NEXT_DAY = '2026-03-17';
type Terms = Partial<PlaceOrderInput>;
const at = (centavos: number, terms: Terms = {}): Terms => ({ limitPrice: money(centavos), ...terms });
const WAIT = { timeout: 30_000, interval: 50 };

/** The broker begins behind the machine by the time that it passes, so that it is not ahead when an operator's command calls it. */
const BEGINS_BEHIND_MS = 24.5 * HOUR_MS;

const instant = (day: string, time: string): string => `${day}T${time}-03:00`;
const start = (marketStart: string, aheadMs: number, port = '0'): Promise<InProcessBroker> =>
  startInProcessBroker(
    dataDir,
    {
      SIMULATOR: 'off',
      MARKET: 'b3',
      MARKET_START: marketStart,
      // Traders stay signed in for both days.
      SESSION_TOKEN_MINUTES: String((2 * 24 * HOUR_MS) / MINUTE_MS),
      PORT: port,
    },
    directLinks,
    aheadMs,
  );

/** Restarts the broker at an instant of the market's clock, on the same data. */
async function restartAt(day: string, time: string): Promise<void> {
  const aheadMs = broker.wallClock.nowMs() - Date.now();
  await broker.stop();
  broker = await start(instant(day, time), aheadMs, new URL(broker.url).port);
}
/** Moves the market's clock on to an instant. */
async function passUntil(day: string, time: string): Promise<void> {
  const { marketStatus } = await ana.person.broker.marketStatus();
  if (!marketStatus) throw new Error('no market status');
  broker.step(Date.parse(instant(day, time)) - Date.parse(marketStatus.now));
}

const phaseOf = async () => {
  const { quotes } = await ana.person.broker.quotes({ tickers: ['PETR4'] });
  return quotes?.[0]?.phase;
};
const untilPhase = (phase: string): Promise<void> => expect.poll(phaseOf, WAIT).toBe(phase);
const quote = async () => (await ana.person.broker.quotes({ tickers: ['PETR4'] })).quotes?.[0];

/** Places an order, waits until it rests, and keeps it under a name for the other tests. */
async function resting(name: string, trader: Trader, terms: Terms): Promise<OrderView> {
  const order = await trader.placeResting(terms);
  known.set(name, order);
  return order;
}
const idOf = (name: string): string => known.get(name)?.id ?? '';

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await start(instant(DAY, '09:50:00'), -BEGINS_BEHIND_MS);
  ana = await newTraderWithShares(broker.url);
  bob = await newTraderWithShares(broker.url);
  const { asset } = await ana.person.broker.asset({ ticker: 'PETR4' });
  price = centavosOf(asset?.quote?.previousClose);
  top = centavosOf(asset?.priceBand?.high);
});

afterAll(async () => {
  await ana.close();
  await bob.close();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the opening call', { timeout: 180_000 }, () => {
  test('takes what can gather, and refuses what must trade at once or wait for a price', async () => {
    await untilPhase('OPENING_CALL');
    expect(await ana.refused(at(price, { timeInForce: 'IOC' }))).toBe('PHASE');
    expect(await ana.refused(at(price, { minimumQuantity: 100 }))).toBe('PHASE');
    expect(await ana.refused({ type: 'MARKET' })).toBe('PHASE');
    expect(await ana.refused({ type: 'STOP', stopPrice: money(price + 10) })).toBe('PHASE');
  });

  test('reserves the top of the band for an order at any price; the theoretical price is seen', async () => {
    const terms = { type: 'MARKET', timeInForce: 'AUCTION', quantity: 300 } as const;
    const before = await ana.preview(terms);
    expect(before).toMatchObject({ referencePrice: money(price), netAmount: costing(top * 300) });
    const order = await resting('MOA', ana, terms);
    expect(order).toMatchObject({ limitPrice: null, reservedCash: before.netAmount });
    await resting('rest of the call', ana, at(price - 50, { timeInForce: 'AUCTION', quantity: 200 }));
    await resting('offer', bob, at(price + 3, { side: 'SELL', quantity: 200 }));
    await expect.poll(quote, WAIT).toMatchObject({
      theoreticalPrice: money(price + 3),
      theoreticalQuantity: 200,
    });
    expect(await ana.preview(terms)).toMatchObject({ referencePrice: money(price + 3) });
    await bob.replace(idOf('offer'), { limitPrice: money(price + 2) });
    await expect.poll(quote, WAIT).toMatchObject({ theoreticalPrice: money(price + 2) });
  });

  test('ends in an auction; what an order for the call does not fill is eliminated', async () => {
    await restartAt(DAY, '09:59:00');
    await passUntil(DAY, '10:00:00');
    await untilPhase('CONTINUOUS');
    const moa = await ana.until(idOf('MOA'), hasEnded);
    expect(moa).toMatchObject({ status: 'EXPIRED', filledQuantity: 200, reservedCash: '0.00' });
    expect(ana.fills(moa.id).map((one) => [one.price, one.quantity])).toEqual([[money(price + 2), 200]]);
    expect(await ana.until(idOf('rest of the call'), hasEnded)).toMatchObject({
      status: 'EXPIRED',
      filledQuantity: 0,
    });
    expect(await bob.until(idOf('offer'), hasEnded)).toMatchObject({ status: 'FILLED' });
    await expect.poll(quote, WAIT).toMatchObject({ last: money(price + 2), theoreticalPrice: null });
  });
});

describe('the closing call', { timeout: 180_000 }, () => {
  test('gathers the orders at the close, which waited for it', async () => {
    await resting('MOC', ana, { type: 'MARKET', timeInForce: 'AT_CLOSE', quantity: 200 });
    await resting('day', ana, at(price - 20));
    await resting('until canceled', ana, at(price - 21, { timeInForce: 'GTC' }));
    await resting('until today', ana, at(price - 22, { timeInForce: 'GTD', expiresOn: DAY }));
    await resting('until tomorrow', ana, at(price - 23, { timeInForce: 'GTD', expiresOn: NEXT_DAY }));
    await resting('stop', ana, { type: 'STOP', stopPrice: money(price + 40), timeInForce: 'GTC' });
    await passUntil(DAY, '16:55:05');
    await untilPhase('CLOSING_CALL');
    await resting('closing offer', bob, at(price + 4, { side: 'SELL', quantity: 100 }));
    await expect.poll(quote, WAIT).toMatchObject({
      theoreticalPrice: money(price + 4),
      theoreticalQuantity: 100,
    });
    const stop = { orderId: idOf('stop'), clientRequestId: 'in-call', stopPrice: money(price + 50) };
    expect((await ana.person.broker.replaceOrder({ input: stop })).replaceOrder).toMatchObject({
      rule: 'PHASE',
    });
  });

  test('ends the day: at the close fills and ends, what is for the day expires, the rest stays', async () => {
    await restartAt(DAY, '16:59:30');
    await passUntil(DAY, '17:00:00');
    await untilPhase('CLOSED');
    const moc = await ana.until(idOf('MOC'), hasEnded);
    expect(moc).toMatchObject({ status: 'EXPIRED', filledQuantity: 100, reservedCash: '0.00' });
    expect(ana.fills(moc.id).map((one) => one.price)).toEqual([money(price + 4)]);
    for (const name of ['day', 'until today'])
      expect(await ana.until(idOf(name), hasEnded)).toMatchObject({
        status: 'EXPIRED',
        reservedCash: '0.00',
      });
    for (const name of ['until canceled', 'until tomorrow', 'stop'])
      expect(ana.life(idOf(name)).at(-1)).toMatchObject({ status: 'OPEN' });
    expect(await ana.refused(at(price))).toBe('PHASE');
    expect(await auditFromHere(dataDir, broker.wallClock)).toBe('');
  });
});

describe('the next day', { timeout: 180_000 }, () => {
  test('finds what stays, with its reservation; it trades and settles by the new day', async () => {
    await passUntil(NEXT_DAY, '10:30:00');
    await untilPhase('CONTINUOUS');
    await expect.poll(quote, WAIT).toMatchObject({ previousClose: money(price + 4), last: null });
    const taken = await bob.place(at(price - 21, { side: 'SELL', timeInForce: 'IOC' }));
    await bob.until(taken.id, ({ status }) => status === 'FILLED');
    const filled = await ana.until(idOf('until canceled'), hasEnded);
    expect(filled).toMatchObject({ status: 'FILLED', averageFillPrice: `${money(price - 21)}00` });
    expect(ana.fills(filled.id).map((one) => one.settlesOn)).toEqual(['2026-03-19']);
    expect(ana.life(idOf('stop')).at(-1)).toMatchObject({
      reservedCash: known.get('stop')?.reservedCash,
      triggeredAt: null,
    });
    const held = ['stop', 'until tomorrow'].map((name) =>
      centavosOf(ana.life(idOf(name)).at(-1)?.reservedCash),
    );
    const reserved = async () => {
      const { account } = await ana.person.broker.account({ id: ana.person.accountId });
      return account?.cash.reserved;
    };
    await expect.poll(reserved, WAIT).toBe(money(held.reduce((sum, one) => sum + one, 0)));
    await resting('in the lost journal', ana, at(price - 22, { timeInForce: 'GTC' }));
  });

  test('ends what was for it: the last of GTD; a stop until canceled goes on', async () => {
    await restartAt(NEXT_DAY, '17:00:05');
    await untilPhase('CLOSED');
    expect(await ana.until(idOf('until tomorrow'), hasEnded)).toMatchObject({ status: 'EXPIRED' });
    expect(ana.life(idOf('stop')).at(-1)).toMatchObject({ status: 'OPEN' });
    granted((await ana.person.broker.cancelOrder({ orderId: idOf('stop') })).cancelOrder);
    expect(await ana.until(idOf('stop'), hasEnded)).toMatchObject({
      status: 'CANCELED',
      reservedCash: '0.00',
    });
  });

  test('without its journal the broker is not ready, until an operator adopts the new one: open orders have ended', async () => {
    const lost = idOf('in the lost journal');
    await broker.stop();
    await rm(dataLayout(dataDir).journal, { recursive: true });
    broker = await start(instant(NEXT_DAY, '17:00:20'), 0, new URL(broker.url).port);
    const isReady = async () => (await fetch(new URL('/health/ready', broker.url))).ok;
    expect(await isReady()).toBe(false);
    const adoption = await runProgram('scripts/operate.ts', { DATA_DIR: dataDir }, ['journal', 'adopt', '0']);
    expect(await adoption.ended).toBe(0);
    expect(adoption.output()).toMatch(
      /^orders goes on with the journal jnl_\w+: 1 open orders have ended\n$/,
    );
    expect(await ana.until(lost, hasEnded)).toMatchObject({ status: 'CANCELED', reservedCash: '0.00' });
    await expect.poll(isReady, WAIT).toBe(true);
    expect(await auditFromHere(dataDir, broker.wallClock)).toBe('');
  });
});
