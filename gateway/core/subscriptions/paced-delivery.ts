import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Delivery } from './delivery.ts';
import type { StreamEvent } from './event.ts';

/**
 * Limits a delivery of states to one state of each key in an interval: the first at once, then the newest. States that a newer one
 * replaces meanwhile count as skipped. An event without a key passes at once.
 *
 * @param intervalMs time between two states of a key; 0 for every state
 * @param clock wall clock
 */
export function paceDelivery(delivery: Delivery, intervalMs: number, clock: Clock): Delivery {
  if (intervalMs === 0) return delivery;
  const states = createPacedStates(intervalMs, clock, (event) => delivery.deliver(event));
  return {
    client: delivery.client,
    get isReady() {
      return delivery.isReady;
    },
    onReady: (callback) => delivery.onReady(callback),
    deliver: (event) => (event.key === null ? delivery.deliver(event) : states.take(event.key, event)),
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
  take(key: string, event: StreamEvent): void;
  /** Passes the states that wait. */
  passAll(): void;
  /** Drops the states that wait. */
  drop(): void;
}

function createPacedStates(
  intervalMs: number,
  clock: Clock,
  deliver: (event: StreamEvent) => void,
): PacedStates {
  const freeAtMs = new Map<string, number>();
  /** The newest state of each key that is not free. */
  const waiting = new Map<string, StreamEvent>();
  let alarm: Alarm | null = null;

  const pass = (key: string, event: StreamEvent, nowMs: number): void => {
    freeAtMs.set(key, nowMs + intervalMs);
    deliver(event);
  };
  const passDue = (): void => {
    alarm = null;
    const nowMs = clock.nowMs();
    for (const [key, event] of [...waiting]) {
      if ((freeAtMs.get(key) ?? 0) > nowMs) continue;
      waiting.delete(key);
      pass(key, event, nowMs);
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
    take: (key, event) => {
      const nowMs = clock.nowMs();
      const isFree = !waiting.has(key) && (freeAtMs.get(key) ?? 0) <= nowMs;
      if (isFree) return pass(key, event, nowMs);
      waiting.set(key, event);
      arm();
    },
    passAll: () => {
      for (const event of waiting.values()) deliver(event);
      drop();
    },
    drop,
  };
}
