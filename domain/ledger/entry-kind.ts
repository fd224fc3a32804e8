/** Kinds of transfers and of the statement entries that record them. */
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
