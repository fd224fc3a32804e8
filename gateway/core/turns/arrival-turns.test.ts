import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createArrivalTurns } from './arrival-turns.ts';

/** Arrivals whose turns of the event loop take time when the test says so. */
function createScene() {
  const clock = createManualClock(0);
  const started: string[] = [];
  const addressOf = ({ socket }: IncomingMessage): string | null => socket.remoteAddress ?? null;
  const arrivals = createArrivalTurns({ addressOf, limitsAddress: (one) => one !== '127.0.0.1' }, clock);
  const arrive = (name: string, address: string, isGone = false): void => {
    const socket = { remoteAddress: address, destroyed: isGone };
    arrivals.ofRequest({ socket } as unknown as IncomingMessage, () => started.push(name));
  };
  const flood = (count: number): void => {
    for (let index = 1; index <= count; index += 1) arrive(`flood ${index}`, '192.0.2.1');
  };
  /** Ends a turn of the event loop whose work has taken this long. */
  const endTurn = async (workMs = 0): Promise<void> => {
    clock.advance(workMs);
    await setImmediate();
  };
  const message = (name: string, address: string): void =>
    arrivals.ofMessage(
      { caller: null, address },
      () => false,
      () => started.push(name),
    );
  return { started, arrive, message, flood, endTurn };
}

test('a limited number of requests starts in a turn of the event loop', async () => {
  const { started, flood, endTurn } = createScene();
  flood(80);
  await Promise.resolve();
  expect(started.length).toBeLessThanOrEqual(32);
  for (let turn = 0; started.length < 80; turn += 1) {
    expect(turn).toBeLessThan(8);
    const before = started.length;
    await endTurn();
    expect(started.length - before).toBeLessThanOrEqual(32);
  }
});

test('requests of many addresses start together, whose work they then share', async () => {
  const { started, arrive, endTurn } = createScene();
  for (let index = 0; index < 64; index += 1) arrive(`request ${index}`, `192.0.2.${index}`);
  for (let turn = 0; turn < 4; turn += 1) await endTurn(5);
  expect(started).toHaveLength(64);
});

test('a request of another address starts in the turn in which it has arrived', async () => {
  const { started, arrive, flood, endTurn } = createScene();
  flood(400);
  await endTurn();
  arrive('ana', '192.0.2.2');
  await endTurn();
  await endTurn();
  expect(started).toContain('ana');
});

test('a flood goes on when the event loop has nothing else to do, and after ten busy turns', async () => {
  const { started, arrive, flood, endTurn } = createScene();
  // The share of the address.
  flood(20);
  await endTurn();
  started.length = 0;
  arrive('ana', '192.0.2.2');
  flood(20);
  await endTurn(5);
  const atFirst = started.length;
  expect(atFirst).toBeLessThanOrEqual(5);
  for (let turn = 0; turn < 5; turn += 1) await endTurn(5);
  expect(started.length).toBeLessThanOrEqual(atFirst + 2);
  for (let turn = 0; turn < 4; turn += 1) await endTurn();
  expect(started.length).toBeGreaterThan(atFirst + 2);
  for (let turn = 0; started.length < 21; turn += 1) {
    expect(turn).toBeLessThan(200);
    await endTurn(5);
  }
});

test('requests of an address without limits do not count as a flood', async () => {
  const { started, arrive, message, endTurn } = createScene();
  message('ana', '192.0.2.2');
  for (let index = 0; index < 64; index += 1) arrive(`request ${index}`, '127.0.0.1');
  for (let turn = 0; turn < 4; turn += 1) await endTurn(5);
  expect(started).toHaveLength(65);
});

test('a request whose connection is gone does not start', async () => {
  const { started, arrive, endTurn } = createScene();
  arrive('gone', '192.0.2.1', true);
  arrive('next', '192.0.2.1');
  await endTurn();
  expect(started).toEqual(['next']);
});

test('messages of sockets take turns with requests: a flood over many sockets delays others by a few', async () => {
  const { started, arrive, message, endTurn } = createScene();
  arrive('before', '192.0.2.2');
  for (let index = 1; index <= 100; index += 1) message(`message ${index}`, '192.0.2.1');
  await endTurn(5);
  arrive('ana', '192.0.2.2');
  await endTurn(5);
  await endTurn(5);
  expect(started).toContain('ana');
  // The share of the address, and a few.
  expect(started.length).toBeLessThan(20 + 12);
});
