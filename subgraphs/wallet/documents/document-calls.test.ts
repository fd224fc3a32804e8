import { expect, test } from 'vitest';
import { createDocumentCalls } from './document-calls.ts';
import { documentOf, tradeOf } from './test/sample-notes.ts';

test('a user has eight documents at once; others get theirs', async () => {
  const { client: _client, ...note } = documentOf('2024-07-12', [tradeOf('PETR4', 'BUY', 300, 2661)]);
  let finish: () => void = () => undefined;
  const drawn = new Promise<void>((resolve) => (finish = resolve));
  const calls = createDocumentCalls(
    { note: async () => ({ ...note, accountId: 'acc_1' }), yearPositions: async () => [] },
    {
      draw: async () => {
        await drawn;
        return Buffer.from('%PDF');
      },
    },
  );
  const request = (userId: string) =>
    calls.note({ userId, clientName: 'Ana', noteId: 'note_1', format: 'PDF' }).then(({ outcome }) => outcome);
  const own = Array.from({ length: 9 }, () => request('usr_ana'));
  const other = request('usr_bob');
  expect(await own[8]).toBe('BUSY');
  finish();
  expect(new Set(await Promise.all(own.slice(0, 8)))).toEqual(new Set(['DOCUMENT']));
  expect([await other, await request('usr_ana')]).toEqual(['DOCUMENT', 'DOCUMENT']);
});
