import { setImmediate } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createPushStream } from '#platform/streams/push-stream.ts';
import { createErrorPresenter } from '../../errors.ts';
import { openUpstream } from './upstream.ts';

/** An upstream over a subgraph whose connections the test opens and breaks. */
function createScene({ draw = 0, after = 'cursor-1' }: { draw?: number; after?: string | null } = {}) {
  const clock = createManualClock(0);
  const connectedAtMs: number[] = [];
  const ended: string[] = [];
  let isAway = false;
  let breakStream: () => void = () => undefined;
  let push: (event: ExecutionResult) => void = () => undefined;
  const upstream = openUpstream({
    connect: async () => {
      connectedAtMs.push(clock.nowMs());
      if (isAway) throw new Error('away');
      const stream = createPushStream<ExecutionResult>({
        maxWaiting: 100,
        onOverflow: () => new Error('overflow'),
        onReturn: () => undefined,
      });
      breakStream = () => stream.finish(new Error('reset'));
      push = stream.push;
      return stream.values;
    },
    onAccepted: () => undefined,
    onEvent: async () => undefined,
    onComplete: async () => void ended.push('complete'),
    onEnd: (errors) => void ended.push(String(errors[0]?.extensions?.['code'])),
    cursorOf: () => null,
    startsWithState: false,
    after,
    wallClock: clock,
    random: () => draw,
    presentError: createErrorPresenter({ acceptsCode: () => true, errorExtensions: [] }),
    log: silentLog,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) await setImmediate();
  };
  const advance = async (totalMs: number, stepMs = 50): Promise<void> => {
    for (let passedMs = 0; passedMs < totalMs; passedMs += stepMs) {
      clock.advance(stepMs);
      await settle();
    }
  };
  return {
    upstream,
    connectedAtMs,
    ended,
    settle,
    advance,
    clock,
    goAway: () => (isAway = true),
    breakStream: () => breakStream(),
    push: (event: ExecutionResult) => push(event),
  };
}

test('a stream without events for two minutes is resumed when it breaks', async () => {
  const scene = createScene();
  await scene.settle();
  scene.clock.advance(120_000);
  scene.breakStream();
  await scene.settle();
  await scene.advance(500);
  expect(scene.ended).toEqual([]);
  expect(scene.connectedAtMs).toEqual([0, 120_050]);
  scene.upstream.stop();
});

test('ends with SERVICE_UNAVAILABLE when its subgraph is away for a minute', async () => {
  const scene = createScene();
  await scene.settle();
  scene.clock.advance(120_000);
  scene.goAway();
  scene.breakStream();
  await scene.settle();
  await scene.advance(59_000, 500);
  expect(scene.ended).toEqual([]);
  await scene.advance(5_000, 500);
  expect(scene.ended).toEqual(['SERVICE_UNAVAILABLE']);
});

test('ends when its subgraph accepts and breaks it again and again for a minute', async () => {
  const scene = createScene();
  await scene.settle();
  for (let turn = 0; turn < 200 && scene.ended.length === 0; turn++) {
    scene.breakStream();
    await scene.settle();
    await scene.advance(500, 100);
  }
  expect(scene.ended).toEqual(['SERVICE_UNAVAILABLE']);
  expect(scene.clock.nowMs()).toBeLessThan(70_000);
});

test('the delay of a reconnection depends on the random draw', async () => {
  const delayOf = async (draw: number): Promise<number> => {
    const scene = createScene({ draw });
    await scene.settle();
    scene.clock.advance(10_000);
    scene.breakStream();
    await scene.settle();
    await scene.advance(200, 5);
    scene.upstream.stop();
    return (scene.connectedAtMs[1] ?? NaN) - 10_000;
  };
  expect([await delayOf(0), await delayOf(0.5), await delayOf(0.98)]).toEqual([50, 75, 100]);
});
