import { expect, test } from 'vitest';
import type { BrokerClient, ConnectionState } from '#sdk/src/index.ts';
import type { Browser } from '../../state/browser.ts';
import type { MarketStatus } from './market-clock.ts';
import { marketNowMs } from './market-clock.ts';
import { followMarket } from './market-status.ts';

/** A market whose clock the test moves, and a page whose clock stands. */
function scene() {
  const due: (() => void)[] = [];
  let [now, asked] = ['2026-03-16T14:00:00.000Z', 0];
  const status = (): MarketStatus => ({ now, phase: 'CONTINUOUS', today: now.slice(0, 10) }) as MarketStatus;
  const connection: { state: ConnectionState } = { state: 'live' };
  const broker = {
    connection,
    marketStatus: async () => ({ marketStatus: ((asked += 1), status()) }),
    marketStatusStream: async function* () {
      yield { marketStatus: status() };
    },
  } as unknown as BrokerClient;
  const clock = {
    nowMs: () => 0,
    after: (_ms: number, run: () => void) => (due.push(run), { cancel: () => undefined }),
  };
  const market = followMarket(broker, { clock } as unknown as Browser);
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 20; round += 1) await Promise.resolve();
  };
  const shown = (): string | null => {
    const state = market.get();
    return state && new Date(marketNowMs(state.time, 0)).toISOString();
  };
  return { market, connection, due, settle, shown, asked: () => asked, jump: (to: string) => (now = to) };
}

test('a clock that has jumped a day is compared at the next event, once for many', async () => {
  const { market, due, settle, shown, asked, jump } = scene();
  await settle();
  market.heard('2026-03-16T14:00:01.000Z');
  await settle();
  expect(asked()).toBe(0);
  jump('2026-03-17T14:00:00.000Z');
  for (let event = 0; event < 100; event += 1) market.heard('2026-03-17T13:59:59.000Z');
  await settle();
  expect(asked()).toBe(1);
  expect(shown()).toBe('2026-03-17T14:00:00.000Z');
  // The pause is over, and the market jumps again.
  for (const run of due.splice(1)) run();
  jump('2026-03-18T14:00:00.000Z');
  market.heard('2026-03-18T14:00:00.000Z');
  await settle();
  expect(shown()).toBe('2026-03-18T14:00:00.000Z');
});

test('while the connection is lost the clock is not compared', async () => {
  const { connection, due, settle, asked } = scene();
  const pass = async (): Promise<void> => {
    for (const run of due.splice(0)) run();
    await settle();
  };
  await settle();
  for (const state of ['reconnecting', 'offline'] as const) {
    connection.state = state;
    for (let turn = 0; turn < 5; turn += 1) await pass();
  }
  expect(asked()).toBe(0);
  connection.state = 'live';
  await pass();
  expect(asked()).toBe(1);
});
