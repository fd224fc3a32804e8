import { expect, test } from 'vitest';
import { followDayEntries, readDayEntries } from './day-entries.ts';

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
  return { requests, broker: { statement } as unknown as Parameters<typeof readDayEntries>[0] };
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
  const taken: number[] = [];
  const clock = { nowMs: () => 0, after: () => ({ cancel: () => undefined }) };
  const { look } = followDayEntries(
    { broker, browser: { clock } },
    PLACE,
    (entries) => taken.push(entries.length),
    signal,
  );
  look();
  count = 2;
  look();
  await expect.poll(() => taken.at(-1)).toBe(2);
  expect(taken).toHaveLength(2);
});
