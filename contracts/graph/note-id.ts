/** Global id of the brokerage note of an account and a trade date. */
export const noteIdOf = (accountId: string, tradeDate: string): string => `note_${accountId}_${tradeDate}`;

/** Length limit of a note id, in characters. */
const MAX_NOTE_ID_LENGTH = 128;

/** Account and trade date in a note id; null when the text is not a note id. */
export function readNoteId(id: string): { accountId: string; tradeDate: string } | null {
  if (id.length > MAX_NOTE_ID_LENGTH) return null;
  const [, accountId, tradeDate] = /^note_(.+)_(\d{4}-\d{2}-\d{2})$/.exec(id) ?? [];
  return accountId !== undefined && tradeDate !== undefined ? { accountId, tradeDate } : null;
}
