/** Global id of the position of an account in a ticker. */
export const positionIdOf = (accountId: string, ticker: string): string => `pos_${accountId}_${ticker}`;

/** Length limit of a position id, in characters. */
const MAX_POSITION_ID_LENGTH = 128;

/** Account and ticker in a position id; null when the text is not a position id. */
export function readPositionId(id: string): { accountId: string; ticker: string } | null {
  if (id.length > MAX_POSITION_ID_LENGTH) return null;
  const match = /^pos_(.+)_([A-Z0-9]+)$/.exec(id);
  const [, accountId, ticker] = match ?? [];
  return accountId !== undefined && ticker !== undefined ? { accountId, ticker } : null;
}
