import type { CashSnapshot } from '#contracts/messages/wallet-facts.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { decodeCursor, encodeCursor } from '#platform/graphql/resolvers/pagination.ts';

/** Formats the projected days of a cash snapshot for the graph. */
export const projectedOf = (cash: CashSnapshot): { date: string; amount: string }[] =>
  cash.projected.map(({ date, amountCentavos }) => ({ date, amount: formatCentavos(amountCentavos) }));

/** Global id of a client's transfer, derived from the account and the sequence of its statement entry. */
export const transferIdOf = (accountId: string, sequence: number): string =>
  `trf_${Buffer.from(`${accountId}:${sequence}`).toString('base64url')}`;

/** Id of the cash of an account, for caches of clients. */
export const cashIdOf = (accountId: string): string => `csh_${accountId}`;

/** The list or stream that a cursor belongs to: the wallet stream or the pages of a statement. */
export type CursorScope = 'wallet' | 'statement';

/** Cursor of a statement entry. */
export const entryCursor = (scope: CursorScope, accountId: string, sequence: number): string =>
  encodeCursor(`${scope}:${accountId}`, String(sequence));

/** Sequence in a cursor. Throws BAD_USER_INPUT for a cursor of another account, list or stream. */
export function readEntryCursor(scope: CursorScope, accountId: string, cursor: string): number {
  const position = decodeCursor(`${scope}:${accountId}`, cursor);
  const sequence = Number(position);
  if (sequence >= 0 && Number.isSafeInteger(sequence) && String(sequence) === position) return sequence;
  throw badInput('This cursor was not given by this list or stream.');
}
