/** What a line of a statement is about. */
export const ENTRY_KINDS = [
  'DEPOSIT',
  'WITHDRAWAL',
  'CUSTODY_TRANSFER',
  'RESERVE',
  'RELEASE',
  'TRADE',
  'FEE',
  'SETTLEMENT',
  'DIVIDEND',
  'CORPORATE_ACTION',
  'TAX',
  'RESET',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];
