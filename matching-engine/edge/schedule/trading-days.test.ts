import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '#domain/calendar/durations.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
import { createWorld, OPEN_MS, until, type World } from '#test/support/engine/engine-harness.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { buy, sell } from '#test/support/engine/commands.ts';

const at = (instant: string): number => Date.parse(instant);
const typesOf = async (world: World): Promise<string[]> => (await world.reports()).map(({ type }) => type);
/** Reports without the repeats of a restart. */
const distinctReports = async (world: World) => [
  ...new Map((await world.reports()).map((report) => [report.sequence, report])).values(),
];
const reportsCome = (world: World, count: number): Promise<void> =>
  until(world, async () => (await distinctReports(world)).length >= count);

const phasesOf = async (world: World): Promise<string[]> => [
  ...new Map(
    (await world.marketData()).flatMap((message) =>
      message.type === 'PHASE_CHANGED'
        ? [[message.sequence, `${message.tradeDate} ${message.phase}`] as const]
        : [],
    ),
  ).values(),
];

describe('the session', () => {
  test('of real hours closes, expires day orders, rejects new ones, opens on the next trading day', async () => {
    const world = await createWorld({ mode: 'b3' });
    await world.list(instrumentFact());
    const { part } = await world.start();
    await world.send(buy('a', 100, 2890));
    await reportsCome(world, 1);
    world.marketClock.advance(8 * HOUR_MS);
    await reportsCome(world, 2);
    await world.send(buy('b', 100, 2890));
    await reportsCome(world, 3);
    world.marketClock.set(OPEN_MS + 24 * HOUR_MS);
    await until(world, async () => (await phasesOf(world)).at(-1) === '2026-03-17 CONTINUOUS');
    await world.send(buy('c', 100, 2890));
    await reportsCome(world, 4);
    expect(await world.reports()).toMatchObject([
      { type: 'ACCEPTED', tradeDate: '2026-03-16' },
      { type: 'EXPIRED', reason: 'END_OF_DAY', tradeDate: '2026-03-16' },
      { type: 'REJECTED', rule: 'PHASE', tradeDate: '2026-03-16' },
      { type: 'ACCEPTED', tradeDate: '2026-03-17' },
    ]);
    expect(await phasesOf(world)).toEqual([
      '2026-03-16 CONTINUOUS',
      '2026-03-16 CLOSING_CALL',
      '2026-03-16 CLOSED',
      '2026-03-17 PRE_OPEN',
      '2026-03-17 OPENING_CALL',
      '2026-03-17 CONTINUOUS',
    ]);
    await part.stop();
  });

  test('without closed hours rolls the trade date and expires day orders', async () => {
    const world = await createWorld({ mode: 'continuous' });
    await world.list(instrumentFact());
    const { part } = await world.start();
    await world.send(buy('a', 100, 2890));
    await reportsCome(world, 1);
    world.marketClock.advance(24 * HOUR_MS);
    await reportsCome(world, 2);
    await until(world, async () => (await phasesOf(world)).length === 2);
    expect(await typesOf(world)).toEqual(['ACCEPTED', 'EXPIRED']);
    expect(await phasesOf(world)).toEqual(['2026-03-16 CONTINUOUS', '2026-03-17 CONTINUOUS']);
    await part.stop();
  });

  test('expires day orders of a session that ended while the engine was down, before new commands', async () => {
    const world = await createWorld({ mode: 'b3' });
    await world.list(instrumentFact());
    const first = await world.start();
    await world.send(buy('a', 100, 2890));
    await reportsCome(world, 1);
    first.crash();
    await world.send(sell('s', 100, 2890));
    world.marketClock.advance(24 * HOUR_MS);
    const second = await world.start();
    await reportsCome(world, 3);
    const last = (await distinctReports(world)).slice(-2);
    expect(last).toMatchObject([
      { type: 'EXPIRED', orderId: 'a', tradeDate: '2026-03-16' },
      { type: 'ACCEPTED', orderId: 's', tradeDate: '2026-03-17' },
    ]);
    await second.part.stop();
  });
});

describe('a whole day, started before it', () => {
  /** Reports as `TIME DATE ORDER TYPE`, the time in Sao Paulo. */
  const reportLines = async (world: World): Promise<string[]> =>
    (await distinctReports(world)).map((report) => {
      const time = new Date(report.atMs - 3 * HOUR_MS).toISOString().slice(11, 16);
      const order = 'orderId' in report ? report.orderId : '';
      return `${time} ${report.tradeDate} ${order} ${report.type}`;
    });

  async function start(mode: MarketMode, startMs: number) {
    const world = await createWorld({ mode, startMs });
    await world.list(instrumentFact());
    const { part, crash } = await world.start();
    const goTo = async (instant: string, phase: string): Promise<void> => {
      world.marketClock.set(at(instant));
      await until(world, async () => (await phasesOf(world)).at(-1) === phase);
    };
    return { world, part, crash, goTo };
  }

  test('of real hours: both calls uncross at their end, GTC and GTD orders stay open, reports carry their trade date', async () => {
    const { world, part, goTo } = await start('b3', at('2026-03-16T12:35:00Z'));
    await world.send(buy('early', 100, 2890));
    await reportsCome(world, 1);
    await goTo('2026-03-16T12:45:00Z', '2026-03-16 OPENING_CALL');
    await world.send(
      sell('s', 300, 2880),
      buy('b', 200, 2900),
      buy('gtc', 100, 2800, { timeInForce: 'GTC' }),
      buy('gtd', 100, 2801, { timeInForce: 'GTD', expiresOn: '2026-03-17' }),
    );
    await reportsCome(world, 5);
    await goTo('2026-03-16T13:00:00Z', '2026-03-16 CONTINUOUS');
    await reportsCome(world, 7);
    await goTo('2026-03-16T19:55:00Z', '2026-03-16 CLOSING_CALL');
    await world.send(buy('moc', 100, 2880, { timeInForce: 'AT_CLOSE' }));
    await reportsCome(world, 8);
    await goTo('2026-03-16T20:00:00Z', '2026-03-16 CLOSED');
    await goTo('2026-03-17T13:00:00Z', '2026-03-17 CONTINUOUS');
    await goTo('2026-03-17T23:00:00Z', '2026-03-17 CLOSED');
    await reportsCome(world, 11);
    expect(await reportLines(world)).toEqual([
      '09:35 2026-03-16 early REJECTED',
      '09:45 2026-03-16 s ACCEPTED',
      '09:45 2026-03-16 b ACCEPTED',
      '09:45 2026-03-16 gtc ACCEPTED',
      '09:45 2026-03-16 gtd ACCEPTED',
      '10:00 2026-03-16 b FILLED',
      '10:00 2026-03-16 s FILLED',
      '16:55 2026-03-16 moc ACCEPTED',
      '17:00 2026-03-16 moc FILLED',
      '17:00 2026-03-16 s FILLED',
      '17:00 2026-03-17 gtd EXPIRED',
    ]);
    expect(await part.calls.openOrders({ member: null })).toMatchObject([{ orderId: 'gtc' }]);
    await part.stop();
  });

  test('without closed hours: the clock jumps, and the close precedes the next day', async () => {
    const { world, part, goTo } = await start('auto', at('2026-03-20T19:50:00Z'));
    await world.send(sell('s', 200, 2880), buy('moc', 100, 2880, { timeInForce: 'AT_CLOSE' }));
    await reportsCome(world, 2);
    await goTo('2026-03-20T19:55:00Z', '2026-03-20 CLOSING_CALL');
    await goTo('2026-03-23T12:30:00Z', '2026-03-23 PRE_OPEN');
    await reportsCome(world, 5);
    expect(await reportLines(world)).toEqual([
      '16:50 2026-03-20 s ACCEPTED',
      '16:50 2026-03-20 moc ACCEPTED',
      '17:00 2026-03-20 moc FILLED',
      '17:00 2026-03-20 s FILLED',
      '17:00 2026-03-20 s EXPIRED',
    ]);
    await goTo('2026-03-23T12:45:00Z', '2026-03-23 OPENING_CALL');
    await goTo('2026-03-23T13:00:00Z', '2026-03-23 CONTINUOUS');
    expect(await phasesOf(world)).toEqual([
      '2026-03-20 CONTINUOUS',
      '2026-03-20 CLOSING_CALL',
      '2026-03-20 CLOSED',
      '2026-03-23 PRE_OPEN',
      '2026-03-23 OPENING_CALL',
      '2026-03-23 CONTINUOUS',
    ]);
    await part.stop();
  });

  test('an engine that was down over the closing call uncrosses it first, with its scheduled timestamp', async () => {
    const { world, crash, goTo } = await start('b3', at('2026-03-16T19:50:00Z'));
    await goTo('2026-03-16T19:55:00Z', '2026-03-16 CLOSING_CALL');
    await world.send(sell('s', 200, 2880), buy('b', 100, 2890));
    await reportsCome(world, 2);
    crash();
    world.marketClock.set(at('2026-03-18T14:00:00Z'));
    const next = await world.start();
    await reportsCome(world, 5);
    expect((await reportLines(world)).slice(2)).toEqual([
      '17:00 2026-03-16 b FILLED',
      '17:00 2026-03-16 s FILLED',
      '17:00 2026-03-16 s EXPIRED',
    ]);
    expect((await phasesOf(world)).slice(-4)).toEqual([
      '2026-03-16 CLOSED',
      '2026-03-18 PRE_OPEN',
      '2026-03-18 OPENING_CALL',
      '2026-03-18 CONTINUOUS',
    ]);
    await next.part.stop();
  });

  test('an extended call ends without traffic and survives a restart', async () => {
    const { world, crash, goTo } = await start('b3', at('2026-03-16T12:59:50Z'));
    await world.send(sell('s', 100, 2880), buy('b', 100, 2890));
    await reportsCome(world, 2);
    world.marketClock.set(at('2026-03-16T13:00:30Z'));
    await until(world, async () => (await phasesOf(world)).length === 2);
    expect((await phasesOf(world)).at(-1)).toBe('2026-03-16 OPENING_CALL');
    crash();
    const next = await world.start();
    await goTo('2026-03-16T13:01:00Z', '2026-03-16 CONTINUOUS');
    expect((await reportLines(world)).slice(2)).toEqual([
      '10:01 2026-03-16 b FILLED',
      '10:01 2026-03-16 s FILLED',
    ]);
    await next.part.stop();
  });

  test('an auction that an order started ends without traffic', async () => {
    const { world, part } = await start('b3', at('2026-03-16T14:00:00Z'));
    await world.send(sell('s', 100, 3180), buy('b', 100, 3180));
    await reportsCome(world, 2);
    expect((await phasesOf(world)).at(-1)).toBe('2026-03-16 AUCTION');
    world.marketClock.advance(5 * 60_000);
    await reportsCome(world, 4);
    expect((await reportLines(world)).slice(2)).toEqual([
      '11:05 2026-03-16 b FILLED',
      '11:05 2026-03-16 s FILLED',
    ]);
    await part.stop();
  });
});
