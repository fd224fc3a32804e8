import { isObjectType } from 'graphql';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, describe, expect, test } from 'vitest';
import { CHANGING, NEARER_ELSEWHERE, type RootKind } from './support/outage/documents.ts';
import { readGraphMap } from './support/outage/graph-map.ts';
import { outagesPage, type Outage } from './support/outage/page.ts';
import { remainderOf, type JsonObject } from './support/outage/remainder.ts';
import { connect, nullsOf, placesOf, shapeOf, type Client, type Result } from './support/outage/results.ts';
import { startScene, type Scene } from './support/outage/scene.ts';
import { post } from './support/raw.ts';

/** Every root field and every link of the public graph while one part is stopped. */
const map = readGraphMap();
const PAGE = path.resolve(import.meta.dirname, '../../docs/OUTAGES.md');

/** Root fields that fail without a part because they call it. The directives do not show these calls. */
const PLACING = [
  'Query.previewOrder',
  'Mutation.placeOrder',
  'Mutation.placeOrders',
  'Mutation.replaceOrder',
];
const CALLERS: Readonly<Record<string, readonly string[]>> = {
  assets: [...PLACING, 'Mutation.depositShares'],
  wallet: [...PLACING, 'Mutation.signUp'],
};

interface RootField {
  readonly kind: RootKind;
  readonly field: string;
}
const rootFields = (kind: RootKind): RootField[] => {
  const type = map.schema.getType(kind);
  return isObjectType(type) ? Object.keys(type.getFields()).map((field) => ({ kind, field })) : [];
};
const READS = [...rootFields('Query'), ...rootFields('Subscription')];
const MUTATIONS = rootFields('Mutation');

let scene: Scene | undefined;
let client: Client | undefined;
const whole = new Map<string, JsonObject>();
const followed = new Set<string>();
const outages = new Map<string, { unanswered: Record<RootKind, string[]>; emptied: Set<string> }>(
  map.parts.map((part) => [
    part,
    { unanswered: { Query: [], Mutation: [], Subscription: [] }, emptied: new Set() },
  ]),
);

/** Runs a root field, without a part if one is named. */
async function run({ kind, field }: RootField, stopped?: string): Promise<Result> {
  if (!scene || !client) throw new Error('the first test of this file has not started the broker');
  const variables = await scene.argumentsOf(kind, field);
  const { run: send } = client;
  const work = (): Promise<Result> => send(kind, field, variables);
  return stopped === undefined ? work() : scene.without(stopped, work);
}
const nameOf = ({ kind, field }: RootField): string => `${kind}.${field}`;

afterAll(async () => {
  client?.close();
  await scene?.stop();
});

/** Runs root fields while every part runs. */
async function runWhole(roots: readonly RootField[]): Promise<void> {
  for (const root of roots) {
    const { data, errors } = await run(root);
    expect(errors, nameOf(root)).toEqual([]);
    if (data === null) throw new Error(`${nameOf(root)} has no result`);
    whole.set(nameOf(root), data);
    for (const link of remainderOf(map, root.kind, data, null).followed) followed.add(link);
  }
}

/** Runs a root field without a part and compares the result with the whole one. */
async function compare(part: string, root: RootField): Promise<void> {
  const { kind, field } = root;
  const name = nameOf(root);
  const result = await run(root, part);
  const outage = outages.get(part);
  const remainder = remainderOf(map, kind, whole.get(name) ?? {}, part);
  const isUnanswered =
    CALLERS[part]?.includes(name) ||
    remainder.data === null ||
    (remainder.data as JsonObject)[field] === null;
  if (isUnanswered) {
    outage?.unanswered[kind].push(field);
    expect(result.data?.[field] ?? null, name).toBeNull();
    expect(
      result.errors.map(({ code }) => code),
      name,
    ).toEqual(['SERVICE_UNAVAILABLE']);
    if (!result.hasEnded) expect(result.errors[0]?.path, name).toEqual([field]);
    return;
  }
  const view = kind === 'Mutation' ? shapeOf : (data: typeof remainder.data) => data;
  expect(view(result.data), name).toEqual(view(remainder.data));
  expect(placesOf(result, remainder.emptied), name).toEqual(nullsOf(remainder.emptied));
  for (const one of remainder.emptied) outage?.emptied.add(one.field);
}

test('while every part runs, each query and stream has a result without errors', async () => {
  scene = await startScene();
  client = await connect(scene, map);
  await runWhole(READS);
});

describe.each(map.parts)('without %s', (part) => {
  test.each(READS)('$kind $field delivers the rest, with an error at each null', (root) =>
    compare(part, root),
  );
});

test('while every part runs, each mutation has a result without errors', () => runWhole(MUTATIONS));

describe.each(map.parts)('without %s', (part) => {
  test.each(MUTATIONS)('$kind $field delivers the rest, with an error at each null', (root) =>
    compare(part, root),
  );
});

test('a mutation keeps its deposit when the order after it fails', async () => {
  if (!scene) throw new Error('no broker');
  const { input: deposit } = (await scene.argumentsOf('Mutation', 'deposit')) as { input: object };
  const { input: order } = (await scene.argumentsOf('Mutation', 'placeOrder')) as { input: object };
  const query = `mutation ($deposit: DepositInput!, $order: PlaceOrderInput!) {
    money: deposit(input: $deposit) { ... on Transfer { amount isRepeat } }
    buy: placeOrder(input: $order) { ... on Order { id } } }`;
  const { url, token, without } = scene;
  const variables = { deposit, order };
  const { body } = await without('orders', () => post(url, query, { variables, token }));
  expect(body).toMatchObject({
    data: { money: { amount: '10.00', isRepeat: false }, buy: null },
    errors: [{ path: ['buy'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  });
});

test('the operations follow every link between parts', () => {
  expect(map.links.length).toBeGreaterThan(20);
  const unfollowed = map.links.filter((link) => !followed.has(link) && !CHANGING.includes(link));
  expect(unfollowed).toEqual(NEARER_ELSEWHERE);
});

test('docs/OUTAGES.md shows these results', async () => {
  const list = [...outages].map(([part, { unanswered, emptied }]): Outage => ({
    part,
    unanswered,
    emptied: [...emptied],
  }));
  const config = await resolveConfig(PAGE);
  await expect(await format(outagesPage(map, list), { ...config, filepath: PAGE })).toMatchFileSnapshot(PAGE);
});
