import { LRUCache } from 'lru-cache';
import { delay, type Clock } from '#platform/time/clock.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import { limitedKeys } from './client-keys.ts';

/** Refusals of a client that are answered at once: those of a program with a bug, or of a burst above a rate. */
const FREE_REFUSALS = 20;
/** Further ones are answered at this rate, until each is held for the longest time. The free ones fill again as fast. */
const PER_SECOND = 10;
export const LONGEST_HOLD_MS = 1_000;
const LARGEST_DEBT = (LONGEST_HOLD_MS / 1_000) * PER_SECOND;
/** Clients whose refusals are remembered. */
const MAX_CLIENTS = 10_000;

/**
 * Slows down clients that are refused again and again: a refusal takes work, too. Counts by user, or by address without a user.
 * Clients at an address without limits are not slowed down.
 */
export interface Refusals {
  /** Counts a refusal. Returns the time to hold the answer, in milliseconds; mostly 0. */
  count(client: Client): number;
  /** Counts a refusal. Resolves when it may be answered. */
  untilAnswer(client: Client): Promise<void>;
  /** Time to hold whatever the client sends next, in milliseconds; mostly 0. */
  holdMs(client: Client): number;
}

interface Budget {
  /** Free refusals that are left; negative for those that are held. */
  readonly left: number;
  readonly atMs: number;
}

export function createRefusals(wallClock: Clock, limitsAddress: GatewayHooks['limitsAddress']): Refusals {
  const budgets = new LRUCache<string, Budget>({ max: MAX_CLIENTS });
  const keyOf = (client: Client): string | null => {
    const { subject, network } = limitedKeys(client, limitsAddress);
    return network === null ? null : (subject ?? network);
  };
  const leftOf = (key: string): number => {
    const known = budgets.get(key);
    if (!known) return FREE_REFUSALS;
    const refilled = ((wallClock.nowMs() - known.atMs) / 1_000) * PER_SECOND;
    return Math.min(FREE_REFUSALS, known.left + refilled);
  };
  const holdOf = (left: number): number => (Math.max(0, -left) / PER_SECOND) * 1_000;
  const count = (client: Client): number => {
    const key = keyOf(client);
    if (key === null) return 0;
    const left = Math.max(-LARGEST_DEBT, leftOf(key) - 1);
    budgets.set(key, { left, atMs: wallClock.nowMs() });
    return holdOf(left);
  };
  return {
    count,
    untilAnswer: async (client) => {
      const holdMs = count(client);
      if (holdMs > 0) await delay(wallClock, holdMs);
    },
    holdMs: (client) => {
      const key = keyOf(client);
      return key === null ? 0 : holdOf(leftOf(key));
    },
  };
}
