import { add, safe, subtract } from '../money/integer.ts';
import type { Leg } from './leg.ts';

/** Balances of one asset in an account: centavos of cash, or shares. */
export interface Holding {
  /** May be spent, sold or withdrawn. */
  readonly free: number;
  /** Held for open orders. */
  readonly reserved: number;
  /** Cash owed to the broker; not negative. Zero for shares, and while cash is free. */
  readonly owed: number;
  /** By settlement day (ISO): a positive amount leaves on that day, a negative one arrives. Never zero. */
  readonly due: ReadonlyMap<string, number>;
}

export const EMPTY_HOLDING: Holding = { free: 0, reserved: 0, owed: 0, due: new Map() };

/** Owned amount, unsettled trades included; negative when more cash is owed than reserved. */
export const ownedOf = ({ free, reserved, owed }: Holding): number => subtract(add(free, reserved), owed);

/** Settled amount: in the account today, unsettled trades excluded. */
export const settledOf = (holding: Holding): number =>
  [...holding.due.values()].reduce((sum, amount) => add(sum, amount), ownedOf(holding));

/** Settled amount at the end of a day, once all amounts due until then (that day included) have settled. */
export function settledAtEndOf(holding: Holding, day: string): number {
  const dueUntil = [...holding.due].filter(([dueOn]) => dueOn <= day);
  return dueUntil.reduce((sum, [, amount]) => subtract(sum, amount), settledOf(holding));
}

/**
 * The largest amount that may leave today, as a withdrawal or an exercise: on no day until the last settlement day may the
 * settled amount fall below the amount reserved for open orders.
 */
export function removableOf(holding: Holding): number {
  const atEnds = [...holding.due.keys()].map((day) => settledAtEndOf(holding, day));
  const lowest = Math.min(settledOf(holding), ownedOf(holding), ...atEnds);
  return Math.max(0, subtract(lowest, holding.reserved));
}

/** Adds a leg to its bucket. Throws when FREE, RESERVED or what is owed would go below zero. */
export function applyLeg(holding: Holding, leg: Leg): Holding {
  switch (leg.bucket) {
    case 'FREE':
      return { ...holding, free: notNegative(add(holding.free, leg.amount), leg) };
    case 'RESERVED':
      return { ...holding, reserved: notNegative(add(holding.reserved, leg.amount), leg) };
    case 'OWED':
      return { ...holding, owed: notNegative(subtract(holding.owed, leg.amount), leg) };
    case 'DUE':
      return { ...holding, due: withDue(holding.due, leg) };
    case 'OUTSIDE':
      throw new RangeError(`an OUTSIDE leg is not part of a holding: ${leg.holder}`);
  }
}

function notNegative(amount: number, leg: Leg): number {
  if (amount < 0) {
    throw new RangeError(`${leg.bucket} ${leg.asset} of ${leg.holder} would go to ${amount}`);
  }
  return safe(amount);
}

function withDue(due: ReadonlyMap<string, number>, leg: Leg): ReadonlyMap<string, number> {
  if (leg.dueOn === null) throw new RangeError('a DUE leg needs its day');
  const changed = new Map(due);
  const amount = add(due.get(leg.dueOn) ?? 0, leg.amount);
  if (amount === 0) changed.delete(leg.dueOn);
  else changed.set(leg.dueOn, amount);
  return changed;
}
