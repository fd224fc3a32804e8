import { expect, test } from 'vitest';
import type { JournalPosition } from '#contracts/messages/execution-reports.ts';
import { refusalOf } from './journal-positions.ts';

const position = (more: Partial<JournalPosition> = {}): JournalPosition => ({
  v: 1,
  type: 'JOURNAL_POSITION',
  member: 'BROKER',
  shard: 2,
  journalId: 'jnl_a',
  lastSequence: 10,
  commandNumber: 5,
  announcedAtMs: 1,
  ...more,
});

test.each([
  ['a first start', null, 0, 0, position({ lastSequence: 0, commandNumber: 0 }), null],
  ['a restart', 'jnl_a', 10, 5, position(), null],
  ['reports and commands that are under way', 'jnl_a', 8, 7, position(), null],
  ['another journal', 'jnl_b', 10, 5, position(), 'it is jnl_a, and reports of jnl_b were applied, up to 10'],
  ['an older copy', 'jnl_a', 11, 5, position(), 'jnl_a ends at report 10, and reports up to 11 were applied'],
  ['a new database', null, 0, 0, position(), 'jnl_a holds commands up to 5, and orders has sent 0'],
  ['an older database', 'jnl_a', 8, 4, position(), 'jnl_a holds commands up to 5, and orders has sent 4'],
] as const)('the journal of %s', (_case, journalId, lastSequence, lastCommandNumber, seen, problem) => {
  const refusal = refusalOf({ journalId, lastSequence }, lastCommandNumber, seen);
  expect(refusal).toBe(
    problem &&
      `the exchange's journal of shard 2 is not that of the broker's orders, since ${problem}. docs/OPERATIONS.md, "A lost journal"`,
  );
});
