import { averageInTenThousandths } from '#domain/money/integer.ts';
import { formatTenThousandths } from '#domain/money/money.ts';
import { decodeCursor, encodeCursor } from '#platform/graphql/resolvers/pagination.ts';
import { badInput } from '#platform/graphql/errors.ts';
import type { OrderPosition } from '../store/store.ts';

/** The average price of the fills with four decimal places; null before the first fill. */
export const averagePrice = (filledCentavos: number, filledQuantity: number): string | null =>
  filledQuantity === 0 ? null : formatTenThousandths(averageInTenThousandths(filledCentavos, filledQuantity));

const streamKind = (accountId: string): string => `orders stream ${accountId}`;
const listKind = (accountId: string): string => `orders list ${accountId}`;

/** The cursor of a sequence in an account's stream. */
export const streamCursor = (accountId: string, sequence: number): string =>
  encodeCursor(streamKind(accountId), String(sequence));

/** Reads the sequence from a cursor of an account's stream; throws BAD_USER_INPUT for any other text. */
export function readStreamCursor(accountId: string, cursor: string): number {
  const position = decodeCursor(streamKind(accountId), cursor);
  const sequence = Number(position);
  if (/^\d+$/.test(position) && Number.isSafeInteger(sequence)) return sequence;
  throw badInput('This cursor does not belong to this stream.');
}

/** The cursor of an order in its account's list. */
export const listCursor = (order: OrderPosition & { readonly accountId: string }): string =>
  encodeCursor(listKind(order.accountId), `${order.createdAtMs} ${order.orderId}`);

/** Reads the position from a cursor of an account's list; throws BAD_USER_INPUT for any other text. */
export function readListCursor(accountId: string, cursor: string): OrderPosition {
  const [, createdAt, orderId] = /^(\d{1,15}) (\S+)$/.exec(decodeCursor(listKind(accountId), cursor)) ?? [];
  if (createdAt !== undefined && orderId !== undefined) return { createdAtMs: Number(createdAt), orderId };
  throw badInput('This cursor does not belong to this list.');
}
