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
    () => '2026-03-17',
  );
  const request = (userId: string) =>
    calls
      .note({ userId, clientName: 'Ana', noteId: 'note_1', format: 'PDF', offset: 0 })
      .then(({ outcome }) => outcome);
  const own = Array.from({ length: 9 }, () => request('usr_ana'));
  const other = request('usr_bob');
  expect(await own[8]).toBe('BUSY');
  finish();
  expect(new Set(await Promise.all(own.slice(0, 8)))).toEqual(new Set(['DOCUMENT']));
  expect([await other, await request('usr_ana')]).toEqual(['DOCUMENT', 'DOCUMENT']);
});

test('the sheet of the present year is provisional, and a year that has not begun has none', async () => {
  const nothing = { note: async () => null, yearPositions: async () => [] };
  const calls = createDocumentCalls(nothing, { draw: async () => Buffer.from('') }, () => '2026-03-17');
  const sheetOf = async (year: number) => {
    const answer = await calls.yearPositions({ userId: 'usr_ana', year, offset: 0 });
    if (answer.outcome !== 'DOCUMENT') return answer.outcome;
    const [header = ''] = Buffer.from(answer.content, 'base64').toString().split('\r\n');
    return [answer.fileName, header.split(',').at(-1)];
  };
  expect(await sheetOf(2025)).toEqual(['positions-2025.csv', 'description']);
  expect(await sheetOf(2026)).toEqual(['positions-2026-provisional.csv', 'provisional_on']);
  expect(await sheetOf(2027)).toBe('NOT_FOUND');
});
