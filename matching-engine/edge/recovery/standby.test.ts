import { expect, test } from 'vitest';
import type { EnginePart } from '../../start.ts';
import { startOrStandBy } from './standby.ts';

/** An engine whose start the test controls. */
function createStart() {
  let onWaiting: (leader: string) => void = () => undefined;
  let signal: AbortSignal | null = null;
  let go: (part: EnginePart) => void = () => undefined;
  let giveUp: (error: Error) => void = () => undefined;
  const failures: Error[] = [];
  const starting = startOrStandBy({
    name: 'engine-0',
    fail: (error) => void failures.push(error),
    start: (waiting) => {
      ({ onWaiting, signal } = waiting);
      waiting.signal.addEventListener('abort', () => giveUp(waiting.signal.reason as Error));
      return new Promise((resolve, reject) => {
        go = resolve;
        giveUp = reject;
      });
    },
  });
  return {
    starting,
    failures,
    wait: () => onWaiting('process 7 on here'),
    go: (part: EnginePart) => go(part),
    giveUp: (error: Error) => giveUp(error),
    signal: () => signal,
  };
}

const stopped: string[] = [];
const engine = {
  name: 'engine-0',
  calls: {},
  readiness: async () => [{ name: 'queue', ready: true }],
  stop: async () => void stopped.push('engine'),
  stateHash: () => '',
} as unknown as EnginePart;

test('starts without a leader, or rejects with the error of the start', async () => {
  const free = createStart();
  free.go(engine);
  expect(await free.starting).toBe(engine);
  const broken = createStart();
  broken.giveUp(new Error('the journal is damaged'));
  await expect(broken.starting).rejects.toThrow('the journal is damaged');
  expect(broken.failures).toEqual([]);
});

test('a standby is ready, answers no calls, and takes over from the leader', async () => {
  const second = createStart();
  second.wait();
  const part = await second.starting;
  expect(part.calls).toBeNull();
  expect(await part.readiness()).toEqual([
    { name: 'standby', ready: true, detail: 'stands by behind process 7 on here' },
  ]);
  second.go(engine);
  await Promise.resolve();
  expect(part.calls).toBe(engine.calls);
  expect(await part.readiness()).toEqual([{ name: 'queue', ready: true }]);
  await part.stop();
  expect(stopped).toEqual(['engine']);
});

test('reports a start that fails after standby, and not a stopped standby', async () => {
  const broken = createStart();
  broken.wait();
  await broken.starting;
  broken.giveUp(new Error('the journal is damaged'));
  await Promise.resolve();
  await Promise.resolve();
  expect(broken.failures).toEqual([new Error('the journal is damaged')]);
  const idle = createStart();
  idle.wait();
  const part = await idle.starting;
  await part.stop();
  expect(idle.signal()?.aborted).toBe(true);
  expect(idle.failures).toEqual([]);
});
