import { add, safe } from '../money/integer.ts';
import type { Leg } from './leg.ts';

/** What an account has of one asset. Centavos or shares. */
export interface Holding {
  readonly free: number;
  readonly reserved: number;
  /** By settlement day (ISO): positive leaves on it, negative comes in. Days with nothing due are left out. */
  readonly due: ReadonlyMap<string, number>;
}

export const EMPTY_HOLDING: Holding = { free: 0, reserved: 0, due: new Map() };

/** Owned, what will still settle included. */
export const ownedOf = (holding: Holding): number => add(holding.free, holding.reserved);

/** In the account today, what will still settle left out. */
export const settledOf = (holding: Holding): number =>
  [...holding.due.values()].reduce((sum, amount) => add(sum, amount), ownedOf(holding));

/** The holding after a leg into one of its buckets. What is free or reserved cannot go below zero. */
export function withLeg(holding: Holding, leg: Leg): Holding {
  switch (leg.bucket) {
    case 'FREE':
      return { ...holding, free: notNegative(add(holding.free, leg.amount), leg) };
    case 'RESERVED':
      return { ...holding, reserved: notNegative(add(holding.reserved, leg.amount), leg) };
    case 'DUE':
      return { ...holding, due: withDue(holding.due, leg) };
    case 'OUTSIDE':
      throw new RangeError(`a leg of the outside world is not part of a holding: ${leg.holder}`);
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
