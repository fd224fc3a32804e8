import fc from 'fast-check';
import type { GraphQLFormattedError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createGatewayMetrics } from '../metrics.ts';
import { createDelivery, type DrainWaiter } from './delivery.ts';
import type { StreamEvent } from './event.ts';
import type { ResultFraming } from './framing.ts';
import type { SubscriptionPlan } from './plan.ts';
import { socketFraming } from './text-frame.ts';

const SPACE = 100;

/** One delivery over an outlet that the test fills and drains. Each event takes 10 bytes. */
function createScene(kind: 'newest' | 'every', waitingEvents = 50) {
  const written: string[] = [];
  const ended: (readonly GraphQLFormattedError[])[] = [];
  const drains = new Set<DrainWaiter>();
  const state = { isFull: false, held: 0, completed: 0 };
  const outlet = {
    get isFull() {
      return state.isFull;
    },
    write: (frame: Buffer) => void written.push(/"event":"([^"]+)"/.exec(frame.toString())?.[1] ?? ''),
    waitForDrain: (waiter: DrainWaiter) => void drains.add(waiter),
    cancelDrain: (waiter: DrainWaiter) => void drains.delete(waiter),
    hold: (bytes: number) => {
      if (state.held + bytes > SPACE) return false;
      state.held += bytes;
      return true;
    },
    release: (bytes: number) => void (state.held -= bytes),
  };
  const delivery = createDelivery(
    {
      outlet,
      client: 'ana',
      framing: socketFraming('1'),
      plan: { policy: { delivery: kind }, skippedKeys: [] } as unknown as SubscriptionPlan,
      owner: {
        onComplete: () => void (state.completed += 1),
        onEnd: (errors) => void ended.push(errors),
      },
    },
    { limits: { waitingEvents }, metrics: createGatewayMetrics(noMetrics) },
  );
  const drain = (): void => {
    state.isFull = false;
    const callbacks = [...drains];
    drains.clear();
    for (const waiter of callbacks) waiter.onDrained();
  };
  return { delivery, written, ended, drains, state, drain };
}

const forgetFrame = (): void => undefined;
const event = (name: string, key: string | null = name): StreamEvent => {
  const payload = Buffer.from(`{"event":"${name}"}`);
  const frame = (framing: ResultFraming) => framing.frame(payload);
  return { key, sequence: null, skipped: 0, bytes: 10, payload: () => payload, frame, forgetFrame };
};
/** A state whose frame says its key, its sequence and the count of skipped ones. */
const counted = (key: string, sequence: number): StreamEvent => {
  const payload = (skipped: number) => Buffer.from(`{"event":"${key} ${sequence} ${skipped}"}`);
  const frame = (framing: ResultFraming, skipped: number) => framing.frame(payload(skipped));
  return { key, sequence, skipped: 0, bytes: 10, payload, frame, forgetFrame };
};
const codes = (ended: readonly (readonly GraphQLFormattedError[])[]) =>
  ended.map((errors) => errors.map(({ extensions }) => extensions?.['code']));

describe.each(['newest', 'every'] as const)('a stream that delivers %s', (kind) => {
  test('gives a client that has left none of the events that waited, nor later ones', () => {
    const { delivery, written, state, drains, drain } = createScene(kind);
    delivery.deliver(event('a'), 0);
    state.isFull = true;
    for (const name of ['b', 'c', 'd']) delivery.deliver(event(name), 0);
    delivery.cancel();
    expect([state.held, drains.size]).toEqual([0, 0]);
    drain();
    delivery.deliver(event('e'), 0);
    delivery.complete();
    expect(written).toEqual(['a']);
    expect(state.completed).toBe(0);
  });

  test('writes what waited when the client reads again, then completes', () => {
    const { delivery, written, state, drain } = createScene(kind);
    state.isFull = true;
    for (const name of ['a', 'b']) delivery.deliver(event(name), 0);
    delivery.complete();
    expect([written, state.held]).toEqual([[], 20]);
    drain();
    expect([written, state.held, state.completed]).toEqual([['a', 'b'], 0, 1]);
  });

  test('ends with SLOW_CONSUMER when an event does not fit, and frees its space', () => {
    const { delivery, written, ended, state, drain } = createScene(kind);
    state.isFull = true;
    for (let number = 1; number <= 10; number += 1) delivery.deliver(event(`e${number}`), 0);
    expect([state.held, ended]).toEqual([SPACE, []]);
    delivery.deliver(event('late'), 0);
    expect([codes(ended), state.held]).toEqual([[['SLOW_CONSUMER']], 0]);
    drain();
    expect(written).toEqual([]);
  });
});

test('a stream of states keeps the newest of each key, in the order of the keys', () => {
  const { delivery, written, state, drain } = createScene('newest');
  state.isFull = true;
  for (const [name, key] of [
    ['a1', 'a'],
    ['b1', 'b'],
    ['a2', 'a'],
    ['a3', 'a'],
  ] as const)
    delivery.deliver(event(name, key), 0);
  expect(state.held).toBe(20);
  drain();
  expect(written).toEqual(['a3', 'b1']);
});

test('the counts of skipped states add up for each key, whenever the client reads', () => {
  const step = fc.record({ key: fc.constantFrom('a', 'b'), gap: fc.nat(3), isFull: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { delivery, written, state, drain } = createScene('newest');
      const newest = new Map<string, number>();
      for (const { key, gap, isFull } of steps) {
        if (isFull) state.isFull = true;
        else drain();
        const sequence = (newest.get(key) ?? 0) + gap + 1;
        newest.set(key, sequence);
        delivery.deliver(counted(key, sequence), gap);
      }
      drain();
      const counts = new Map<string, number>();
      for (const text of written) {
        const [key = '', sequence, skipped] = text.split(' ');
        expect(Number(sequence)).toBe((counts.get(key) ?? 0) + Number(skipped) + 1);
        counts.set(key, Number(sequence));
      }
      expect(counts).toEqual(newest);
    }),
  );
});

test('calls back for each stream once when the client reads again', () => {
  const { delivery, state, drain } = createScene('newest');
  const calls: string[] = [];
  const [one, other] = ['one', 'other'].map((name) => () => void calls.push(name)) as [
    () => void,
    () => void,
  ];
  state.isFull = true;
  for (const callback of [one, other, one]) delivery.onReady(callback);
  drain();
  drain();
  expect(calls).toEqual(['one', 'other']);
});

test('a stream of events keeps at most so many', () => {
  const { delivery, ended, state } = createScene('every', 3);
  state.isFull = true;
  for (const name of ['a', 'b', 'c']) delivery.deliver(event(name), 0);
  expect(ended).toEqual([]);
  delivery.deliver(event('d'), 0);
  expect(codes(ended)).toEqual([['SLOW_CONSUMER']]);
});
