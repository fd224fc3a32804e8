import { badInput } from './errors.ts';

/**
 * Checks the ends of a period, as days or instants in one form whose text order is their order. A missing end is open.
 *
 * @throws BAD_USER_INPUT when the period ends before it begins
 */
export function checkPeriod(from: string | null | undefined, to: string | null | undefined): void {
  if (from !== null && from !== undefined && to !== null && to !== undefined && from > to)
    throw badInput(`"from" must not be after "to": ${from} is after ${to}.`);
}
