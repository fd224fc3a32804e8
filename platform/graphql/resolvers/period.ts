import { badInput } from '../errors.ts';

/**
 * Checks the ends of a period, as days or instants in one form whose text order is their order. A missing end is open.
 *
 * @throws BAD_USER_INPUT when the period ends before it begins
 */
export function checkPeriod(from: string | null | undefined, to: string | null | undefined): void {
  if (from !== null && from !== undefined && to !== null && to !== undefined && from > to)
    throw badInput(`"from" must not be after "to": ${from} is after ${to}.`);
}

/** An instant of a request in milliseconds since 1970; null for none. */
export const instantOf = (text: string | null | undefined): number | null =>
  text === null || text === undefined ? null : Date.parse(text);

/**
 * Checks a period of instants.
 *
 * @throws BAD_USER_INPUT when the period ends before it begins
 */
export function checkInstants({ from, to }: { readonly from?: Instant; readonly to?: Instant }): void {
  const [fromMs, toMs] = [instantOf(from), instantOf(to)];
  if (fromMs !== null && toMs !== null && fromMs > toMs)
    throw badInput(`"from" must not be after "to": ${from} is after ${to}.`);
}

type Instant = string | null | undefined;
