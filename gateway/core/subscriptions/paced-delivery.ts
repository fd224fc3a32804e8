import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Delivery } from './delivery.ts';
import { replacing, type WaitingEvent } from './waiting-events.ts';

/**
 * Limits a delivery of states to one state of each key in an interval: the first at once, then the newest. States that a newer one
 * replaces meanwhile count as skipped. An event without a key passes at once.
 *
 * @param intervalMs time between two states of a key; 0 for every state
 * @param clock wall clock
 */
export function paceDelivery(delivery: Delivery, intervalMs: number, clock: Clock): Delivery {
  if (intervalMs === 0) return delivery;
  const states = createPacedStates(intervalMs, clock, ({ event, skipped }) =>
    delivery.deliver(event, skipped),
  );
  return {
    client: delivery.client,
    get isReady() {
      return delivery.isReady;
    },
    onReady: (callback) => delivery.onReady(callback),
    deliver: (event, skipped) =>
      event.key === null ? delivery.deliver(event, skipped) : states.take(event.key, { event, skipped }),
    complete: () => {
      states.passAll();
      delivery.complete();
    },
    fail: (errors) => {
      states.drop();
      delivery.fail(errors);
    },
    cancel: () => {
      states.drop();
      delivery.cancel();
    },
  };
}

/** States of one subscriber, each of which passes when its key is free. */
interface PacedStates {
  take(key: string, state: WaitingEvent): void;
  /** Passes the states that wait. */
  passAll(): void;
  /** Drops the states that wait. */
  drop(): void;
}

function createPacedStates(
  intervalMs: number,
  clock: Clock,
  deliver: (state: WaitingEvent) => void,
): PacedStates {
  const freeAtMs = new Map<string, number>();
  /** The newest state of each key that is not free. */
  const waiting = new Map<string, WaitingEvent>();
  let alarm: Alarm | null = null;

  const pass = (key: string, state: WaitingEvent, nowMs: number): void => {
    freeAtMs.set(key, nowMs + intervalMs);
    deliver(state);
  };
  const passDue = (): void => {
    alarm = null;
    const nowMs = clock.nowMs();
    for (const [key, state] of [...waiting]) {
      if ((freeAtMs.get(key) ?? 0) > nowMs) continue;
      waiting.delete(key);
      pass(key, state, nowMs);
    }
    arm();
  };
  const arm = (): void => {
    if (alarm !== null || waiting.size === 0) return;
    const dueAtMs = Math.min(...[...waiting.keys()].map((key) => freeAtMs.get(key) ?? 0));
    alarm = clock.at(dueAtMs, passDue);
  };
  const drop = (): void => {
    alarm?.cancel();
    alarm = null;
    waiting.clear();
  };
  return {
    take: (key, state) => {
      const nowMs = clock.nowMs();
      const replaced = waiting.get(key);
      const isFree = !replaced && (freeAtMs.get(key) ?? 0) <= nowMs;
      if (isFree) return pass(key, state, nowMs);
      waiting.set(key, replacing(replaced, state));
      arm();
    },
    passAll: () => {
      for (const state of waiting.values()) deliver(state);
      drop();
    },
    drop,
  };
}
