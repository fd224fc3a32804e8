import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isLoopback } from '#platform/http/client-address.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { Caller, Client } from '../hooks.ts';
import { createOperationTurns, LIGHT_COST, type Origin } from './operation-turns.ts';

const HEAVY_COST = 20_000;
/** Cost of an operation of which six run at once. */
const SMALL_COST = 200;
const user = (subject: string, address = '127.0.0.1'): Client => ({ caller: { subject } as Caller, address });
const anonymous = (address = '127.0.0.1'): Client => ({ caller: null, address });
const connection = (isGone = () => false): Origin => ({ connection: {}, isGone });

/** Turns whose work ends when the test says so. */
function createScene(limits = { operationsPerClient: 20, operationsPerAddress: 200 }) {
  const clock = createManualClock(0);
  const limitsAddress = (address: string): boolean => !isLoopback(address);
  const turns = createOperationTurns({ limits, limitsAddress, wallClock: clock });
  const started: string[] = [];
  const notRun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (
    name: string,
    client: Client,
    { cost = SMALL_COST, origin = connection(), isMutation = false } = {},
  ): void => {
    const task = (): Promise<object> => {
      started.push(name);
      return new Promise<object>((resolve) => ends.set(name, () => resolve({})));
    };
    void turns.run({ client, origin, cost, isMutation }, task).then((result) => {
      if ('notRun' in result) notRun.push(`${name} ${result.notRun}`);
    });
  };
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await settle();
  };
  return { turns, clock, started, notRun, run, settle, end, ends };
}

describe('heavy work', () => {
  test('of a flood delays another client by one piece of it', async () => {
    const { started, run, settle, end } = createScene();
    for (let index = 1; index <= 20; index += 1)
      run(`flood ${index}`, anonymous(), { cost: HEAVY_COST, origin: connection() });
    run('ana', user('ana'), { cost: HEAVY_COST });
    await settle();
    expect(started).toEqual(['flood 1']);
    await end('flood 1');
    await end('flood 2');
    expect(started).toContain('ana');
  });

  test.each([SMALL_COST, HEAVY_COST])(
    'of cost %i of many users of one address delays another address by a few pieces of it',
    async (cost) => {
      const { started, run, settle, end } = createScene();
      const flooders = Array.from({ length: 60 }, (_, index) => `flood ${index}`);
      for (const name of flooders) run(name, user(name), { cost });
      run('ana', user('ana', '127.0.0.2'), { cost });
      await settle();
      const running = started.length;
      for (const name of flooders.slice(0, 2)) await end(name);
      expect(started.slice(running)).toContain('ana');
    },
  );

  test('of one connection delays another connection of the same address by one piece of it', async () => {
    const { started, run, settle, end } = createScene();
    const origin = connection();
    for (const name of ['a1', 'a2', 'a3']) run(name, anonymous(), { cost: HEAVY_COST, origin });
    run('b', anonymous(), { cost: HEAVY_COST });
    await settle();
    await end('a1');
    await end('a2');
    expect(started).toEqual(['a1', 'a2', 'b']);
  });

  test('does not delay light work, and lets the running light work pass', async () => {
    const { started, run, settle, end } = createScene();
    run('light', user('ana'));
    run('heavy', anonymous(), { cost: HEAVY_COST });
    await settle();
    run('lighter', user('bia'));
    await settle();
    expect(started).toEqual(['light', 'lighter']);
    await end('light');
    await end('lighter');
    expect(started).toEqual(['light', 'lighter', 'heavy']);
    run('next', user('ana'));
    await settle();
    expect(started).toContain('next');
  });

  test('begins after a short time, however long light work takes', async () => {
    const { clock, started, run, settle } = createScene();
    run('light', user('ana'));
    run('heavy', anonymous(), { cost: HEAVY_COST });
    await settle();
    clock.advance(50);
    await settle();
    expect(started).toEqual(['light', 'heavy']);
  });

  test.each([
    { others: 'rests for as long as it has taken', hasLight: true, started: ['light', 'a', 'b'] },
    { others: 'goes on when no other client has light work', hasLight: false, started: ['a', 'b'] },
  ])('$others', async ({ hasLight, started: expected }) => {
    const { clock, started, run, settle, end } = createScene();
    if (hasLight) run('light', user('ana'));
    await end('light');
    for (const name of ['a', 'b']) run(name, anonymous(), { cost: HEAVY_COST });
    await settle();
    clock.advance(40);
    await end('a');
    if (hasLight) {
      clock.advance(39);
      await settle();
      expect(started).not.toContain('b');
      clock.advance(1);
      await settle();
    }
    expect(started).toEqual(expected);
  });

  test('begins when the event loop has nothing else to do', async () => {
    const { clock, started, run, settle } = createScene();
    run('heavy', anonymous(), { cost: HEAVY_COST });
    for (let turn = 0; turn < 5; turn += 1) {
      clock.advance(5);
      await setImmediate();
    }
    expect(started).toEqual([]);
    await settle();
    expect(started).toEqual(['heavy']);
  });

  test('that waits for a subgraph leaves its turn', async () => {
    const { clock, started, run, settle } = createScene();
    run('stalled', user('ana'), { cost: HEAVY_COST });
    run('other', user('bia'), { cost: HEAVY_COST });
    await settle();
    expect(started).toEqual(['stalled']);
    clock.advance(250);
    await settle();
    expect(started).toEqual(['stalled', 'other']);
  });
});

describe('light operations', () => {
  test('of a flood delay another client by one of them', async () => {
    const { started, run, settle, end } = createScene();
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
    const { clock, started, run, settle, end } = createScene();
    run('ana', user('ana'));
    await settle();
    for (let index = 1; index <= 8; index += 1) run(`flood ${index}`, user('eva'));
    await settle();
    expect(started).toEqual(['ana', 'flood 1', 'flood 2']);
    clock.advance(1_000);
    await end('flood 1');
    expect(started).toHaveLength(9);
  });

  test('of which each costs more run fewer at once', async () => {
    const { started, run, settle, end } = createScene();
    for (let index = 1; index <= 5; index += 1) run(`${index}`, user('eva'), { cost: LIGHT_COST });
    await settle();
    expect(started).toHaveLength(2);
    await end('1');
    expect(started).toHaveLength(3);
  });

  test('that wait for a subgraph leave their turn', async () => {
    const { clock, started, run, settle } = createScene();
    for (let index = 1; index <= 8; index += 1) run(`${index}`, user('ana'));
    await settle();
    expect(started).toHaveLength(6);
    clock.advance(50);
    await settle();
    expect(started).toHaveLength(8);
  });

  test('that have waited start in different turns of the event loop', async () => {
    const { turns, clock, settle } = createScene();
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
    const { started, run, settle, end } = createScene();
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
  test('run six at once, and twenty again when the others have been still for a second', async () => {
    const { clock, started, run, settle, end } = createScene();
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
    const { clock, started, run, settle, ends } = createScene();
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
    const { started, notRun, run, settle, end } = createScene(limits);
    for (let index = 1; index <= 43; index += 1) run(`${index}`, user('ana'));
    run('bia', user('bia'));
    await settle();
    expect(started).toEqual(['1', '2', 'bia']);
    expect(notRun).toEqual(['43 busy']);
    await end('1');
    expect(started).toEqual(['1', '2', 'bia', '3']);
  });

  test('count together with those of other clients of their address', async () => {
    const { started, run, settle } = createScene(limits);
    for (const name of ['ana', 'bia', 'caio', 'davi']) run(name, user(name, '192.0.2.1'));
    run('elsewhere', user('eva', '192.0.2.2'));
    await settle();
    expect(started).toEqual(['ana', 'bia', 'caio', 'elsewhere']);
  });

  test('have no limit without a user on loopback, but run a few at once', async () => {
    const { started, notRun, run, settle, end } = createScene(limits);
    for (let index = 0; index < 50; index += 1) run(`${index}`, anonymous());
    await settle();
    expect(started).toHaveLength(6);
    for (let index = 0; index < 50; index += 1) await end(`${index}`);
    expect([started.length, notRun]).toEqual([50, []]);
  });

  test.each([LIGHT_COST, HEAVY_COST])('of cost %i do not run when nobody waits for them', async (cost) => {
    const { started, notRun, run, settle, end } = createScene(limits);
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
