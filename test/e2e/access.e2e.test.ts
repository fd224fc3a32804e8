import { readFile, rm } from 'node:fs/promises';
import {
  buildClientSchema,
  getIntrospectionQuery,
  isInterfaceType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION_SCOPES } from '#contracts/graph/access.ts';
import type { Subgraph, SubgraphConnection } from '#platform/graphql/subgraph.ts';
import type { Caller } from '#platform/security/caller.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { dataLayout } from '#processes/data-dir.ts';
import { directLinks } from '#processes/embedded/part-links.ts';
import { readAccess } from '#scripts/docs/access.ts';
import { dividendTerms } from '#test/support/samples/declared-action.ts';
import { createMakeArguments, type MakeArguments } from './support/access/arguments.ts';
import {
  COMPUTED_ENTITIES,
  ENTITIES,
  NESTED_ARGUMENTS,
  NESTED_CLASSES,
  OBJECTS,
  ROOT_CLASSES,
  type Access,
} from './support/access/classes.ts';
import {
  CALLERS,
  createCredentials,
  newKey,
  scopeOf,
  TOKEN_MINUTES,
  tokenOf,
  UNTRUSTED,
  type CallerName,
  type Credentials,
} from './support/access/credentials.ts';
import { entityTypes } from './support/access/entity-types.ts';
import { createObjects, type OwnedObjects } from './support/access/objects.ts';
import {
  documentFor,
  openSocketOf,
  outcomeOverHttp,
  outcomeOverSocket,
  STATUSES,
  statusOf,
  type Outcome,
} from './support/access/outcomes.ts';
import { temporaryDataDir } from './support/broker.ts';
import { declareAction } from './support/declare-action.ts';
import { startInProcessBroker, type InProcessBroker } from './support/in-process-broker.ts';
import type { Person } from './support/person.ts';
import { post, type RawSocket } from './support/raw.ts';

/** The authorisation matrix: every root field, object and entity resolver of the served graph with every kind of caller. */
let dataDir = '';
let broker: InProcessBroker;
let schema: GraphQLSchema;
let owner: Person;
let other: Person;
let credentials: Credentials;
let objects: OwnedObjects;
let makeArguments: MakeArguments;
let spareKey = '';
const subgraphs: Subgraph[] = [];

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  const settings = { SIMULATOR: 'off', SESSION_TOKEN_MINUTES: String(TOKEN_MINUTES) };
  broker = await startInProcessBroker(dataDir, settings, {
    ...directLinks,
    connection: (subgraph: SubgraphConnection) => {
      subgraphs.push(subgraph as Subgraph);
      return subgraph;
    },
  });
  const served = await post(broker.url, getIntrospectionQuery());
  schema = buildClientSchema(served.body.data as unknown as IntrospectionQuery);
  const actionId = await declareAction(dataDir, dividendTerms('0.50'), true);
  ({ owner, other, credentials } = await createCredentials(broker));
  objects = await createObjects(broker.url, actionId, owner, other);
  makeArguments = createMakeArguments(owner, objects, () => spareKey);
});
afterAll(async () => {
  await Promise.all([owner.broker.close(), other.broker.close()]);
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** The outcome that a class of access promises a caller. */
function promised(access: Access, isOwned: boolean, caller: CallerName): Outcome {
  if (UNTRUSTED.includes(caller)) return 'REFUSED';
  if (access === 'PUBLIC') return 'ALLOWED';
  if (caller === 'nobody' || caller === 'expired token') return 'UNAUTHENTICATED';
  if (caller === 'other user') return isOwned ? 'HIDDEN' : 'ALLOWED';
  const scope = scopeOf(caller);
  const needed = access === 'OBJECT' ? 'READ' : access;
  return scope === null || scope === needed ? 'ALLOWED' : 'FORBIDDEN';
}

const rootFields = (kind: 'Query' | 'Mutation' | 'Subscription') =>
  Object.values((schema.getType(kind) as ReturnType<GraphQLSchema['getQueryType']>)?.getFields() ?? {});
const kinds = ['Query', 'Mutation', 'Subscription'] as const;

test('every root field and every type with an id is classified', () => {
  const fields = kinds.flatMap((kind) => rootFields(kind).map(({ name }) => `${kind}.${name}`));
  expect(fields.sort()).toEqual(Object.keys(ROOT_CLASSES).sort());
  const node = schema.getType('Node');
  const types = isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [];
  expect(types.toSorted()).toEqual(Object.keys(OBJECTS));
  expect(Object.keys(objects.ids).sort()).toEqual(Object.keys(OBJECTS));
});

test('the directives of the supergraph say the same', () => {
  const { fields, types } = readAccess();
  const isRoot = (type: string): boolean => kinds.some((kind) => kind === type);
  const scopes = (roots: boolean) =>
    Object.fromEntries(
      fields
        .filter(({ type, scope }) => (roots ? isRoot(type) : !isRoot(type) && scope !== null))
        .map(({ type, field, scope }) => [`${type}.${field}`, scope]),
    );
  const byHand = Object.entries(ROOT_CLASSES).map(([name, { access }]): [string, string | null] => [
    name,
    access === 'PUBLIC' || access === 'OBJECT' ? null : access,
  ]);
  expect(scopes(true)).toEqual(Object.fromEntries(byHand));
  expect(scopes(false)).toEqual(NESTED_CLASSES);
  expect(types.toSorted()).toEqual(Object.keys(OBJECTS).filter((type) => OBJECTS[type] === 'OWNER'));
});

test.each(Object.keys(NESTED_CLASSES).filter((name) => name.startsWith('Account.')))(
  'a key without READ opens no account to select %s',
  async (name) => {
    const field = name.split('.')[1] ?? '';
    const args = NESTED_ARGUMENTS[field] ?? '';
    const query = `mutation { openAccount(name: "x") { ... on Account { id ${field}${args} { __typename } } } }`;
    const token = credentials['key TRANSFER'];
    const accounts = async () => (await owner.broker.me()).me?.accounts?.length;
    const before = await accounts();
    expect(await outcomeOverHttp(broker.url, 'openAccount', query, {}, token)).toBe('FORBIDDEN');
    expect(await accounts()).toBe(before);
  },
);

test('a refused root field leaves the others, through fragments and variables too', async () => {
  const query = `query ($id: ID!) { ...F marketStatus { __typename } }
    fragment F on Query { account(id: $id) { ...A } a: asset(ticker: "PETR4") { ticker } } fragment A on Account { name }`;
  const { body } = await post(broker.url, query, { variables: { id: owner.accountId } });
  expect(body).toMatchObject({
    data: { account: null, a: { ticker: 'PETR4' }, marketStatus: { __typename: 'MarketStatus' } },
    errors: [{ path: ['account'], extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

describe.each(['Query', 'Mutation'] as const)('%s', (kind) => {
  test.each(CALLERS)('fields for %s', async (caller) => {
    const [found, expected]: Record<string, Outcome>[] = [{}, {}];
    for (const field of rootFields(kind)) {
      const { access, isOwned = false } = ROOT_CLASSES[`${kind}.${field.name}`] ?? { access: 'SESSION' };
      if (field.name === 'revokeApiKey') spareKey = (await newKey(owner, 'READ')).id;
      // A session of its own: the others go on.
      const isSession = caller === 'owner' || caller === 'other user';
      const needsSession = field.name === 'signOut' && isSession;
      const token = needsSession
        ? await tokenOf(broker.url, caller === 'owner' ? owner : other)
        : credentials[caller];
      const variables = makeArguments(field.name, field.args);
      const query = documentFor(kind, field, variables);
      if (found && expected) {
        found[field.name] = await outcomeOverHttp(broker.url, field.name, query, variables, token);
        expected[field.name] = promised(access, isOwned, caller);
      }
    }
    expect(found).toEqual(expected);
  });
});

test.each(CALLERS)('Subscription fields for %s', async (caller) => {
  const socket = await openSocketOf(broker.url, credentials[caller]);
  const found: Record<string, Outcome> = {};
  const expected: Record<string, Outcome> = {};
  for (const field of rootFields('Subscription')) {
    const { access, isOwned = false } = ROOT_CLASSES[`Subscription.${field.name}`] ?? { access: 'SESSION' };
    const variables = makeArguments(field.name, field.args);
    const query = documentFor('Subscription', field, variables);
    const open = (given: RawSocket): Promise<Outcome> =>
      outcomeOverSocket(given, field.name, query, variables, access !== 'PUBLIC');
    found[field.name] = socket ? await open(socket) : 'REFUSED';
    expected[field.name] = promised(access, isOwned, caller);
  }
  socket?.close();
  expect(found).toEqual(expected);
});

test.each(CALLERS)('documents for %s', async (caller) => {
  const token = credentials[caller];
  expect(await statusOf(broker.url, '/taxes/2026/positions.csv', token)).toBe(
    STATUSES[promised('READ', false, caller)],
  );
  // The note of the open day is provisional: nobody gets it, and only a reader hears that it does not exist.
  const note = STATUSES[promised('READ', true, caller)];
  expect(await statusOf(broker.url, `/notes/${objects.ids['Note']}.pdf`, token)).toBe(
    note === 200 ? 404 : note,
  );
});

test.each(CALLERS)('objects by id for %s', async (caller) => {
  const token = credentials[caller];
  for (const [type, visibility] of Object.entries(OBJECTS)) {
    const access = visibility === 'PUBLIC' ? 'PUBLIC' : 'OBJECT';
    const expected = promised(access, true, caller);
    const id = objects.ids[type] ?? '';
    const one = `query ($id: ID!) { node(id: $id) { __typename id } }`;
    const many = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`;
    expect(await outcomeOverHttp(broker.url, 'node', one, { id }, token), `node ${type}`).toBe(expected);
    expect(await outcomeOverHttp(broker.url, 'nodes', many, { ids: [id] }, token), `nodes ${type}`).toBe(
      expected,
    );
    const fragment = `query ($id: ID!) { node(id: $id) { ... on ${type} { id } } }`;
    expect(await outcomeOverHttp(broker.url, 'node', fragment, { id }, token), `... on ${type}`).toBe(
      expected,
    );
  }
});

describe('entity resolvers of the subgraphs', () => {
  const key = async (): Promise<Uint8Array> =>
    Buffer.from((await readFile(dataLayout(dataDir).internalKey, 'utf8')).trim(), 'base64url');

  const idOf = (type: string): string | undefined =>
    type === 'Execution' ? objects.executionId : objects.ids[type];

  /** Whether each entity of the owner exists for the bearer of a statement. */
  async function existing(statement: string | undefined): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const subgraph of subgraphs) {
      for (const type of entityTypes(subgraph)) {
        const { data, errors = [] } = await subgraph.execute({
          query: 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
          variables: { r: [{ __typename: type, id: idOf(type), ticker: 'PETR4' }] },
          correlationId: 'matrix',
          ...(statement !== undefined && { statement }),
        });
        const [entity] = (data?.['_entities'] ?? [null]) as (object | null)[];
        found[`${subgraph.name} ${type}`] = entity
          ? 'FOUND'
          : ((errors[0]?.extensions['code'] as string | undefined) ?? 'HIDDEN');
      }
    }
    return found;
  }
  const sign = async (caller: Partial<Caller> & { userId: string }, secret?: Uint8Array): Promise<string> => {
    const clock = createManualClock(Date.now() + (TOKEN_MINUTES * 60 + 1) * 1000);
    return createStatements(secret ?? (await key()), clock).sign({
      scopes: SESSION_SCOPES,
      sessionId: null,
      ...caller,
    });
  };
  const expectAll = (
    found: Record<string, string>,
    outcome: (name: string, type: string) => readonly string[],
  ) => {
    expect(Object.keys(found).length).toBeGreaterThan(8);
    for (const [name, result] of Object.entries(found)) {
      const type = name.split(' ')[1] ?? '';
      expect(Object.keys(ENTITIES), name).toContain(type);
      expect(outcome(name, type), name).toContain(result);
    }
  };
  const isPublic = (type: string): boolean => ENTITIES[type] === 'PUBLIC';

  test('find the entities of the owner, also for a key of any scope', async () => {
    for (const scopes of [SESSION_SCOPES, ['READ'], ['TRADE'], ['TRANSFER']])
      expectAll(await existing(await sign({ userId: owner.userId, scopes })), () => ['FOUND']);
  });

  test('find none for another user, and none for nobody', async () => {
    expectAll(await existing(await sign({ userId: other.userId })), (name, type) =>
      isPublic(type) || COMPUTED_ENTITIES.includes(name) ? ['FOUND'] : ['HIDDEN'],
    );
    expectAll(await existing(undefined), (_name, type) =>
      isPublic(type) ? ['FOUND'] : ['HIDDEN', 'UNAUTHENTICATED'],
    );
  });

  test('refuse a forged statement', async () => {
    const forged = await sign({ userId: owner.userId }, new Uint8Array(32));
    expectAll(await existing(forged), () => ['UNAUTHENTICATED']);
  });
});
