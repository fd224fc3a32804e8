import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { delay } from '#platform/time/clock.ts';
import {
  anonymous,
  connection,
  createTurnsScene,
  HEAVY_COST,
  SMALL_COST,
  user,
} from '../../test/turns-scene.ts';
import { LIGHT_COST } from './operation-turns.ts';

describe('light operations', () => {
  test('of a flood delay another client by one of them', async () => {
    const { started, run, spend, settle, end } = createTurnsScene();
    await spend(user('eva'));
    for (let index = 1; index <= 20; index += 1) run(`flood ${index}`, user('eva'));
    run('ana', user('ana'));
    await settle();
    expect(started).toHaveLength(6);
    await end('flood 1');
    await end('flood 2');
    expect(started).toHaveLength(7);
    expect(started).toContain('ana');
  });

  test('of a client that is not alone run two at once', async () => {
    const { clock, started, run, spend, settle, end } = createTurnsScene();
    await spend(user('eva'));
    run('ana', user('ana'));
    await settle();
    for (let index = 1; index <= 8; index += 1) run(`flood ${index}`, user('eva'));
    await settle();
    expect(started).toEqual(['ana', 'flood 1', 'flood 2']);
    clock.advance(1_000);
    await end('flood 1');
    expect(started).toHaveLength(9);
  });

  test('within the share of a client start at once, however long those before them take', async () => {
    const { clock, started, run, settle, end } = createTurnsScene(undefined, true);
    run('ana', user('ana'));
    await settle();
    await end('ana');
    for (let index = 1; index <= 12; index += 1) run(`eva ${index}`, user('eva'));
    await settle();
    expect(started).toHaveLength(1 + 6);
    // Those of a subgraph in another process leave their turns when they wait for it.
    clock.advance(15);
    await settle();
    expect(started).toHaveLength(1 + 12);
  });

  test('of a screen start when they come, though subgraphs are slow and another client floods', async () => {
    const { clock, turns, run, settle } = createTurnsScene(undefined, true);
    let longestWaitMs = 0;
    const query = (): void => {
      const sentMs = clock.nowMs();
      const task = async (): Promise<object> => {
        longestWaitMs = Math.max(longestWaitMs, clock.nowMs() - sentMs);
        await delay(clock, 150);
        return {};
      };
      void turns.run({ client: user('ana'), origin: connection(), cost: SMALL_COST }, task);
    };
    for (let index = 0; index < 200; index += 1) run(`flood ${index}`, user('eva', '127.0.0.2'));
    // 50 queries a second for three seconds.
    for (let ms = 0; ms < 3_000; ms += 5) {
      if (ms % 20 === 0) query();
      clock.advance(5);
      await settle();
    }
    expect(longestWaitMs).toBeLessThanOrEqual(50);
  });

  test('of which each costs more run fewer at once', async () => {
    const { started, run, settle, end } = createTurnsScene();
    for (let index = 1; index <= 5; index += 1) run(`${index}`, user('eva'), { cost: LIGHT_COST });
    await settle();
    expect(started).toHaveLength(2);
    await end('1');
    expect(started).toHaveLength(3);
  });

  test('that wait for a subgraph leave their turn', async () => {
    const { clock, started, run, settle } = createTurnsScene();
    for (let index = 1; index <= 8; index += 1) run(`${index}`, user('ana'));
    await settle();
    expect(started).toHaveLength(6);
    clock.advance(50);
    await settle();
    expect(started).toHaveLength(8);
  });

  test('that have waited start in different turns of the event loop', async () => {
    const { turns, clock, settle } = createTurnsScene();
    let loopTurn = 0;
    const seen: number[] = [];
    const task = async (): Promise<object> => {
      seen.push(loopTurn);
      return {};
    };
    const hangs = (): Promise<object> => new Promise(() => undefined);
    for (let index = 0; index < 6; index += 1)
      void turns.run({ client: user('eva'), origin: connection(), cost: 1 }, hangs);
    const waiting = Array.from({ length: 5 }, (_, index) =>
      turns.run({ client: user(`${index}`), origin: connection(), cost: 1 }, task),
    );
    await settle();
    clock.advance(50);
    for (; loopTurn < 20; loopTurn += 1) await setImmediate();
    await Promise.all(waiting);
    expect(new Set(seen).size).toBe(5);
  });
});

describe('mutations', () => {
  test('run six at once for a client among others, whatever other operations run', async () => {
    const { started, run, spend, settle, end } = createTurnsScene();
    await spend(user('bia'), true);
    for (let index = 1; index <= 20; index += 1) run(`query ${index}`, user('eva'));
    for (let index = 1; index <= 10; index += 1) run(`eva ${index}`, user('bia'), { isMutation: true });
    for (let index = 1; index <= 64; index += 1) run(`${index}`, user(`user ${index}`), { isMutation: true });
    await settle();
    expect(started.filter((name) => name.startsWith('eva'))).toHaveLength(6);
    expect(started.filter((name) => /^\d/.test(name))).toHaveLength(64);
    await end('eva 1');
    expect(started.filter((name) => name.startsWith('eva'))).toHaveLength(7);
  });
});

describe('mutations of a client that is not alone', () => {
  test('start at once within its share, whatever the others take', async () => {
    const { clock, started, run, settle } = createTurnsScene();
    run('ana', user('ana'), { isMutation: true });
    for (let second = 1; second <= 3; second += 1) {
      for (let index = 1; index <= 4; index += 1)
        run(`eva ${second} ${index}`, user('eva'), { isMutation: true });
      clock.advance(1_000);
      run(`ana ${second}`, user('ana'), { isMutation: true });
    }
    await settle();
    expect(started.filter((name) => name.startsWith('eva'))).toHaveLength(12);
  });

  test('run six at once, and twenty again when the others have been still for a second', async () => {
    const { clock, started, run, spend, settle, end } = createTurnsScene();
    await spend(user('eva'), true);
    run('ana', user('ana'), { isMutation: true });
    for (let index = 1; index <= 30; index += 1) run(`eva ${index}`, user('eva'), { isMutation: true });
    await settle();
    expect(started).toEqual(['ana', ...[1, 2, 3, 4, 5, 6].map((index) => `eva ${index}`)]);
    clock.advance(1_000);
    await end('eva 1');
    expect(started).toHaveLength(1 + 1 + 20);
  });
});

describe('mutations of a flood', () => {
  test('start when the event loop has nothing else to do', async () => {
    const { clock, started, run, spend, settle, ends } = createTurnsScene();
    await spend(user('eva'), true);
    run('ana', user('ana'), { isMutation: true });
    for (let index = 1; index <= 10; index += 1) run(`eva ${index}`, user('eva'), { isMutation: true });
    await settle();
    expect(started).toHaveLength(7);
    ends.get('eva 1')?.();
    for (let turn = 0; turn < 5; turn += 1) {
      clock.advance(5);
      await setImmediate();
    }
    expect(started).toHaveLength(7);
    await settle();
    expect(started).toHaveLength(8);
  });
});

describe('the operations of one client', () => {
  const limits = { operationsPerClient: 2, operationsPerAddress: 3 };

  test('wait for their turn beyond the limit, and are refused when too many wait', async () => {
    const { started, notRun, run, settle, end } = createTurnsScene(limits);
    for (let index = 1; index <= 43; index += 1) run(`${index}`, user('ana'));
    run('bia', user('bia'));
    await settle();
    expect(started).toEqual(['1', '2', 'bia']);
    expect(notRun).toEqual(['43 busy']);
    await end('1');
    expect(started).toEqual(['1', '2', 'bia', '3']);
  });

  test('count together with those of other clients of their address', async () => {
    const { started, run, settle } = createTurnsScene(limits);
    for (const name of ['ana', 'bia', 'caio', 'davi']) run(name, user(name, '192.0.2.1'));
    run('elsewhere', user('eva', '192.0.2.2'));
    await settle();
    expect(started).toEqual(['ana', 'bia', 'caio', 'elsewhere']);
  });

  test('have no limit without a user on loopback, but run a few at once', async () => {
    const { started, notRun, run, settle, end } = createTurnsScene(limits);
    for (let index = 0; index < 50; index += 1) run(`${index}`, anonymous());
    await settle();
    expect(started).toHaveLength(6);
    for (let index = 0; index < 50; index += 1) await end(`${index}`);
    expect([started.length, notRun]).toEqual([50, []]);
  });

  test.each([LIGHT_COST, HEAVY_COST])('of cost %i do not run when nobody waits for them', async (cost) => {
    const { started, notRun, run, settle, end } = createTurnsScene(limits);
    let isGone = false;
    const origin = connection(() => isGone);
    run('first', user('ana'), { cost });
    run('second', user('ana'), { cost });
    run('third', user('ana'), { cost, origin });
    isGone = true;
    await settle();
    await end('first');
    await end('second');
    expect([started, notRun]).toEqual([['first', 'second'], ['third left']]);
  });
});
