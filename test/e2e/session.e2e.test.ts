import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryDataDir } from './support/broker.ts';
import { startInProcessBroker, type InProcessBroker } from './support/in-process-broker.ts';
import { hasEnded, isOpen, newTraderWithShares, type Trader } from './support/order-life.ts';
import { anonymous, granted } from './support/person.ts';
import { money } from './support/prices.ts';

/**
 * The end of Friday 13 March 2026 and the morning of Monday. The market's clock runs ten times as fast as the machine's,
 * so that a phase lasts at least 30 seconds. Tests advance it to the next phase.
 */
const SPEED = 10;
const FRIDAY = '2026-03-13';
const FRIDAY_CLOSE = `${FRIDAY}T17:00:00-03:00`;
const MONDAY = '2026-03-16';
/** Longer than an auction of one ticker, and shorter than the time until the closing call. */
const AUCTION_MS = 30 * 60_000;
const WAIT = { timeout: 20_000, interval: 20 };

type Statuses = ReturnType<ReturnType<typeof anonymous>['marketStatusStream']>;
type Status =
  Statuses extends AsyncIterable<infer U extends { marketStatus: unknown }> ? U['marketStatus'] : never;

let dataDir = '';
let broker: InProcessBroker;
let ana: Trader;
let bob: Trader;
let watcher: ReturnType<typeof anonymous>;
const statuses: Status[] = [];
/** The previous close, in centavos. */
let price = 0;

const quote = async () => (await watcher.quotes({ tickers: ['PETR4'] })).quotes?.[0];

/** Waits until the market's status and the ticker's quote show a phase of a day. */
async function inPhase(phase: string, day: string): Promise<void> {
  await expect
    .poll(() => statuses.some((status) => status.phase === phase && status.today === day), WAIT)
    .toBe(true);
  await expect.poll(async () => (await quote())?.phase, WAIT).toBe(phase);
}

/** Advances the market's clock to the beginning of the next phase and waits for that phase. */
async function goToPhase(phase: string, day: string): Promise<void> {
  const { marketStatus } = await watcher.marketStatus();
  if (!marketStatus) throw new Error('no market status');
  expect(marketStatus.nextPhase).toBe(phase);
  // Closed hours do not exist in mode `auto`: the next session follows the close at once.
  const beginsAt = phase === 'PRE_OPEN' ? FRIDAY_CLOSE : marketStatus.nextPhaseAt;
  passMarketTime(Date.parse(beginsAt) - Date.parse(marketStatus.now));
  await inPhase(phase, day);
}
const passMarketTime = (durationMs: number): void => broker.step(Math.ceil(durationMs / SPEED));

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startInProcessBroker(dataDir, {
    SIMULATOR: 'off',
    MARKET: 'auto',
    MARKET_START: `${FRIDAY}T16:30:00-03:00`,
    MARKET_SPEED: String(SPEED),
  });
  watcher = anonymous(broker.url);
  void (async () => {
    for await (const { marketStatus } of watcher.marketStatusStream({})) statuses.push(marketStatus);
  })().catch(() => undefined);
  ana = await newTraderWithShares(broker.url);
  bob = await newTraderWithShares(broker.url);
  price = Number((await quote())?.previousClose?.replace('.', ''));
  expect(price).toBeGreaterThan(100);
});

afterAll(async () => {
  await ana.close();
  await bob.close();
  await watcher.close();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('the market is in continuous trading and shows its next phase', async () => {
  await inPhase('CONTINUOUS', FRIDAY);
  expect(statuses[0]).toMatchObject({
    phase: 'CONTINUOUS',
    isTradingDay: true,
    nextPhase: 'CLOSING_CALL',
    nextPhaseAt: '2026-03-13T19:55:00.000Z',
  });
});

test('[AT_CLOSE_WAITS] an order for the close waits in continuous trading; the closing call collects orders, publishes the theoretical price and uncrosses', async () => {
  const forTheClose = await bob.place({ side: 'SELL', type: 'MARKET', timeInForce: 'AT_CLOSE' });
  const stays = await ana.place({ limitPrice: money(price - 100), timeInForce: 'GTC' });
  await bob.until(forTheClose.id, isOpen);
  await ana.until(stays.id, isOpen);

  await goToPhase('CLOSING_CALL', FRIDAY);
  const offer = await bob.place({ side: 'SELL', quantity: 200, limitPrice: money(price) });
  const bid = await ana.place({ quantity: 200, limitPrice: money(price) });
  await bob.until(offer.id, isOpen);
  await ana.until(bid.id, isOpen);
  await expect.poll(async () => (await quote())?.theoreticalQuantity, WAIT).toBe(200);
  expect(await quote()).toMatchObject({ phase: 'CLOSING_CALL', theoreticalPrice: money(price), last: null });
  expect(await ana.refused({ limitPrice: money(price), timeInForce: 'IOC' })).toBe('PHASE');
  expect(await ana.refused({ type: 'STOP', stopPrice: money(price + 10) })).toBe('PHASE');

  await goToPhase('PRE_OPEN', MONDAY);
  // The order for the close has priority. The offer trades the rest and expires at the end of the day.
  expect(await bob.until(forTheClose.id, hasEnded)).toMatchObject({ status: 'FILLED', filledQuantity: 100 });
  expect(await ana.until(bid.id, hasEnded)).toMatchObject({
    status: 'FILLED',
    reservedCash: '0.00',
  });
  expect(await bob.until(offer.id, hasEnded)).toMatchObject({
    status: 'EXPIRED',
    filledQuantity: 100,
    reservedQuantity: 0,
  });
});

test('[PRE_OPEN_CANCEL_ONLY] the next day begins with cancels only and has the close as previous close', async () => {
  await inPhase('PRE_OPEN', MONDAY);
  expect(await quote()).toMatchObject({
    previousClose: money(price),
    last: null,
    volume: 0,
    theoreticalPrice: null,
  });
  expect(await ana.refused({ limitPrice: money(price) })).toBe('PHASE');
  const { account } = await ana.person.broker.orders({ accountId: ana.person.accountId, status: ['OPEN'] });
  const [stays] = account?.orders?.nodes ?? [];
  expect(stays).toMatchObject({ timeInForce: 'GTC', limitPrice: money(price - 100) });
  granted((await ana.person.broker.cancelOrder({ orderId: stays?.id ?? '' })).cancelOrder);
  expect(await ana.until(stays?.id ?? '', hasEnded)).toMatchObject({
    status: 'CANCELED',
    reservedCash: '0.00',
  });
});

test('[CALL_ENDS_WITH_AUCTION] the opening call collects orders and continuous trading begins with its auction', async () => {
  await goToPhase('OPENING_CALL', MONDAY);
  const offer = await bob.place({ side: 'SELL', quantity: 300, limitPrice: money(price + 2) });
  const bid = await ana.place({ quantity: 100, limitPrice: money(price + 4) });
  await bob.until(offer.id, isOpen);
  await ana.until(bid.id, isOpen);
  await expect.poll(async () => (await quote())?.theoreticalQuantity, WAIT).toBe(100);
  expect(ana.statuses(bid.id).at(-1)).toBe('OPEN');

  await goToPhase('CONTINUOUS', MONDAY);
  expect(await ana.until(bid.id, hasEnded)).toMatchObject({ status: 'FILLED' });
  await expect
    .poll(async () => await quote(), WAIT)
    .toMatchObject({
      open: money(price + 2),
      last: money(price + 2),
      theoreticalPrice: null,
      ask: money(price + 2),
    });
  await ana.clear();
  await bob.clear();
});

test('[STATIC_TUNNEL] a trade too far from the last auction price starts an auction of that ticker alone', async () => {
  const far = Math.round(price * 1.12);
  const offer = await bob.place({ side: 'SELL', limitPrice: money(far) });
  await bob.until(offer.id, isOpen);
  const bid = await ana.place({ limitPrice: money(far) });
  await ana.until(bid.id, isOpen);
  await expect
    .poll(quote, WAIT)
    .toMatchObject({ phase: 'AUCTION', theoreticalPrice: money(far), theoreticalQuantity: 100 });
  expect((await watcher.marketStatus()).marketStatus?.phase).toBe('CONTINUOUS');
  expect(await ana.refused({ limitPrice: money(far), timeInForce: 'IOC' })).toBe('PHASE');
  passMarketTime(AUCTION_MS);
  await expect
    .poll(quote, WAIT)
    .toMatchObject({ phase: 'CONTINUOUS', last: money(far), theoreticalPrice: null });
  expect(await ana.until(bid.id, hasEnded)).toMatchObject({ status: 'FILLED' });
  expect(await bob.until(offer.id, hasEnded)).toMatchObject({ status: 'FILLED' });
});

test('the stream published the status at every phase change, and each status named the next phase', () => {
  expect(statuses.map(({ today, phase }) => `${today} ${phase}`)).toEqual([
    `${FRIDAY} CONTINUOUS`,
    `${FRIDAY} CLOSING_CALL`,
    `${MONDAY} PRE_OPEN`,
    `${MONDAY} OPENING_CALL`,
    `${MONDAY} CONTINUOUS`,
  ]);
  for (const [place, status] of statuses.slice(1).entries()) {
    expect(status.phase).toBe(statuses[place]?.nextPhase);
    expect(Date.parse(status.now)).toBeGreaterThanOrEqual(Date.parse(statuses[place]?.nextPhaseAt ?? ''));
  }
});
