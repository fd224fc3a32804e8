import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  anonymous,
  connection,
  createTurnsScene,
  HEAVY_COST,
  SMALL_COST,
  user,
} from '../../test/turns-scene.ts';

describe('heavy work', () => {
  test('of a flood delays another client by one piece of it', async () => {
    const { started, run, settle, end } = createTurnsScene();
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
      const { started, run, settle, end } = createTurnsScene();
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
    const { started, run, settle, end } = createTurnsScene();
    const origin = connection();
    for (const name of ['a1', 'a2', 'a3']) run(name, anonymous(), { cost: HEAVY_COST, origin });
    run('b', anonymous(), { cost: HEAVY_COST });
    await settle();
    await end('a1');
    await end('a2');
    expect(started).toEqual(['a1', 'a2', 'b']);
  });

  test('does not delay light work, and lets the running light work pass', async () => {
    const { started, run, settle, end } = createTurnsScene();
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
    const { clock, started, run, settle } = createTurnsScene();
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
    const { clock, started, run, settle, end } = createTurnsScene();
    if (hasLight) run('light', user('ana'));
    await settle();
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
    const { clock, started, run, settle } = createTurnsScene();
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
    const { clock, started, run, settle } = createTurnsScene();
    run('stalled', user('ana'), { cost: HEAVY_COST });
    run('other', user('bia'), { cost: HEAVY_COST });
    await settle();
    expect(started).toEqual(['stalled']);
    clock.advance(250);
    await settle();
    expect(started).toEqual(['stalled', 'other']);
  });
});
