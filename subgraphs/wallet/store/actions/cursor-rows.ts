import type { EntitlementCursor } from './action-store.ts';

/** Row of a page of accounts. */
export interface CursorRow {
  readonly owner_id: string;
  readonly account_id: string;
}

export const cursorsOf = (rows: readonly CursorRow[]): readonly EntitlementCursor[] =>
  rows.map((row) => ({ ownerId: row.owner_id, accountId: row.account_id }));
