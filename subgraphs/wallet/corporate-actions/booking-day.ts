import { addDays } from '#domain/calendar/days.ts';
import { lockedAccount, type UnitOfWork } from '../store/unit-of-work.ts';

/** Cause and instant of the transfers of an action. */
export interface Cause {
  readonly correlationId: string;
  readonly atMs: number;
}

/**
 * The day to which a change of a position belongs: the action's own, and for a late action the first day that the account has
 * open, so that no closed day changes.
 */
export function bookingDay(unit: UnitOfWork, accountId: string, own: string): string {
  const { closedDay } = lockedAccount(unit, accountId);
  const today = unit.time.days[0] ?? '';
  if (own > closedDay) return own;
  return today > closedDay ? today : addDays(closedDay, 1);
}
