import { expect, test } from 'vitest';
import type { StatementEntryRecord } from '#contracts/messages/wallet-facts.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { callerOf } from '#test/support/samples/callers.ts';
import { createWalletSubgraph } from '../start.ts';
import type { AccountRecord, WalletStore } from '../store/store.ts';
import type { WalletServices } from './context.ts';
import { readEntryCursor } from './present.ts';

const account: AccountRecord = { id: 'acc_1', ownerId: 'usr_1', name: 'main', createdAtMs: 0 };
const statements = createStatements(Buffer.alloc(32, 7), createManualClock(0));

/** The subgraph over a store that gets another entry after every read of a state or statement. */
function createTrial() {
  const entries: StatementEntryRecord[] = [];
  const reads: string[] = [];
  const readThenWrite = async <T>(name: string, read: () => T): Promise<T> => {
    reads.push(name);
    const result = read();
    const sequence = entries.length + 1;
    const entry: Partial<StatementEntryRecord> = { entryId: `ent_${sequence}`, sequence };
    entries.push(entry as StatementEntryRecord);
    return result;
  };
  const store: Partial<WalletStore> = {
    accounts: async () => [account],
    states: () =>
      readThenWrite('state', () => [
        {
          account,
          entrySequence: entries.length,
          holdings: new Map(),
          positions: new Map(),
          openTradeSequence: 0,
          notesVersion: '',
        },
      ]),
    statements: () => readThenWrite('statement', () => [[...entries]]),
  };
  const services: Partial<WalletServices> = { store: store as WalletStore };
  const subgraph = createWalletSubgraph(services as WalletServices, {
    statements,
    wallClock: createManualClock(0),
    log: silentLog,
  });
  const query = async (selection: string) => {
    const { data, errors } = await subgraph.execute({
      query: `{ account(id: "acc_1") { ${selection} } }`,
      correlationId: 'test',
      statement: statements.sign(callerOf('usr_1')),
    });
    expect(errors).toBeUndefined();
    return data?.['account'] as { walletCursor: string; statement: { nodes: unknown[] } };
  };
  return { query, reads };
}

test.each([
  ['the statement first', 'statement { nodes { id } } walletCursor'],
  ['the cursor first', 'walletCursor statement { nodes { id } }'],
])('a cursor is not newer than the statement read with it: %s', async (_case, selection) => {
  const { query, reads } = createTrial();
  const { walletCursor, statement } = await query(selection);
  expect(readEntryCursor('wallet', 'acc_1', walletCursor)).toBeLessThanOrEqual(statement.nodes.length);
  expect(reads).toEqual(['state', 'statement']);
});

test('a statement alone reads no state', async () => {
  const { query, reads } = createTrial();
  await query('statement { nodes { id } }');
  expect(reads).toEqual(['statement']);
});
