import { expect, test } from 'vitest';
import { followDayEntries, readDayCosts, readDayEntries } from './day-entries.ts';

const PLACE = { accountId: 'acc_1', day: '2026-03-16' };
const { signal } = new AbortController();

/** A statement of `count` entries, the newest first, and the requests for it. */
function statementOf(count: () => number) {
  const requests: (string | null)[] = [];
  const statement = ({ first = 50, after = null }: { first?: number; after?: string | null }) => {
    requests.push(after);
    const ids = Array.from({ length: count() }, (_, index) => String(count() - index));
    const start = after === null ? 0 : ids.indexOf(after) + 1;
    const nodes = ids.slice(start, start + first).map((id) => ({ id, kind: 'TRADE' }));
    const pageInfo = { hasNextPage: start + first < ids.length, endCursor: nodes.at(-1)?.id ?? null };
    return Promise.resolve({ account: { statement: { nodes, pageInfo } } });
  };
  const broker = { statement, ...noteOf(count) };
  return { requests, broker: broker as unknown as Parameters<typeof followDayEntries>[0]['broker'] };
}

/** A note of `count` trades in both markets of PETR4, each of which costs a centavo. */
function noteOf(count: () => number) {
  const request = (
    _document: unknown,
    { first, skip }: { readonly first: number; readonly skip: number },
  ) => {
    const lines = Array.from({ length: count() }, (_, index) => ({
      ticker: index % 2 === 0 ? 'PETR4' : 'PETR4F',
      costs: '0.01',
    }));
    const nodes = [{ id: 'note', lines: lines.slice(skip, skip + first) }];
    return Promise.resolve({ account: { notes: { nodes } } });
  };
  return { request };
}

const idsOf = (entries: readonly { readonly id: string }[]): string[] => entries.map(({ id }) => id);

test('a day of more entries than a page has is read whole', async () => {
  const { broker, requests } = statementOf(() => 450);
  const entries = await readDayEntries(broker, PLACE, [], signal);
  expect(idsOf(entries)).toEqual(Array.from({ length: 450 }, (_, index) => String(450 - index)));
  expect(requests).toEqual([null, '251', '51']);
});

test('a later read ends at what is known', async () => {
  let count = 450;
  const { broker, requests } = statementOf(() => count);
  const known = await readDayEntries(broker, PLACE, [], signal);
  count = 453;
  const entries = await readDayEntries(broker, PLACE, known, signal);
  expect(idsOf(entries).slice(0, 4)).toEqual(['453', '452', '451', '450']);
  expect(entries).toHaveLength(453);
  expect(requests).toHaveLength(4);
});

test('what comes during a read is read after it', async () => {
  let count = 1;
  const { broker } = statementOf(() => count);
  const taken: [number, string | undefined][] = [];
  const clock = { nowMs: () => 0, after: () => ({ cancel: () => undefined }) };
  const { look } = followDayEntries(
    { broker, browser: { clock } },
    PLACE,
    ({ entries, costs }) => taken.push([entries.length, costs.get('PETR4')]),
    signal,
  );
  look();
  count = 2;
  look();
  await expect.poll(() => taken.at(-1)).toEqual([2, '0.02']);
  expect(taken.map(([count]) => count)).toEqual([1, 2]);
});

test('the costs of a day are those of all lines of its note, by the shares in custody', async () => {
  for (const [count, costs] of [
    [3, '0.03'],
    [500, '5.00'],
    [1_201, '12.01'],
  ] as const)
    expect([...(await readDayCosts(statementOf(() => count).broker, PLACE, signal))]).toEqual([
      ['PETR4', costs],
    ]);
  expect([...(await readDayCosts(statementOf(() => 0).broker, PLACE, signal))]).toEqual([]);
});
