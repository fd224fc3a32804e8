import type { CashSnapshot } from '#contracts/messages/wallet-facts.ts';
import { formatCentavos } from '#domain/money/money.ts';
import { badInput } from '#platform/graphql/errors.ts';
import { decodeCursor, encodeCursor } from '#platform/graphql/pagination.ts';

/** An instant as the graph writes it. */
export const instantText = (instantMs: number): string => new Date(instantMs).toISOString();

/** Centavos as the graph writes them; null stays null. */
export const moneyOrNull = (centavos: number | null): string | null =>
  centavos === null ? null : formatCentavos(centavos);

/** The days of a cash snapshot as the graph writes them. */
export const projectedOf = (cash: CashSnapshot): { date: string; amount: string }[] =>
  cash.projected.map(({ date, amountCentavos }) => ({ date, amount: formatCentavos(amountCentavos) }));

/** A position's public id. */
export const positionIdOf = (accountId: string, ticker: string): string => `pos_${accountId}_${ticker}`;

/** Characters of a position's public id at most. */
const MAX_POSITION_ID_LENGTH = 128;

/** What a position's public id stands for; null when it is none. */
export function readPositionId(id: string): { accountId: string; ticker: string } | null {
  if (id.length > MAX_POSITION_ID_LENGTH) return null;
  const match = /^pos_(.+)_([A-Z0-9]+)$/.exec(id);
  const [, accountId, ticker] = match ?? [];
  return accountId !== undefined && ticker !== undefined ? { accountId, ticker } : null;
}

/** The two sequences of lines that cursors point into. */
export type LineSequence = 'wallet' | 'statement';

/** A cursor at a line of an account. */
export const lineCursor = (of: LineSequence, accountId: string, sequence: number): string =>
  encodeCursor(`${of}:${accountId}`, String(sequence));

/** The line that a cursor points at; throws BAD_USER_INPUT for a cursor of anything else. */
export function readLineCursor(of: LineSequence, accountId: string, cursor: string): number {
  const sequence = Number(decodeCursor(`${of}:${accountId}`, cursor));
  if (Number.isSafeInteger(sequence) && sequence >= 0) return sequence;
  throw badInput('This cursor was not given by this list or stream.');
}
