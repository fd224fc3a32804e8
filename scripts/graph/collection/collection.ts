import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSchema, Kind, type OperationDefinitionNode } from 'graphql';
import { readAccess } from '../../docs/access.ts';
import { GRAPH_FILES } from '../compose.ts';
import { clientOperations, type ClientOperation } from '../client-documents.ts';
import { block, blocks, requestText } from './bruno.ts';
import { variablesOf } from './values.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Folder of the collection of requests for Bruno: a file for each operation of the SDK. */
export const COLLECTION = 'sdk/collection';

/** Folders in the order in which a run of the whole collection passes them. */
const GROUPS = ['people', 'market', 'wallet', 'orders', 'notes', 'cursors', 'access'];

/** Variables that a request keeps for later ones, out of its answer. These requests come first in their folder. */
const KEPT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SignUp: {
    token: 'signUp.token',
    email: 'signUp.user.email',
    accountId: 'signUp.user.accounts[0].id',
  },
  SignIn: { token: 'signIn.token', accountId: 'signIn.user.accounts[0].id' },
  RefreshSession: { token: 'refreshSession.token' },
  Asset: { price: 'asset.priceBand.low' },
  PlaceOrder: { orderId: 'placeOrder.id', clientOrderId: 'placeOrder.clientOrderId' },
  Notes: { noteId: 'account.notes.nodes[0].id' },
  CreateApiKey: { apiKeyId: 'createApiKey.apiKey.id' },
  ChangePassword: { token: 'changePassword.token' },
};

/** Ends the session, so that it comes last. */
const LAST = 'SignOut';

/** The files that `npm run codegen` writes, by their paths within the folder. */
export async function collectionFiles(): Promise<Map<string, string>> {
  const schema = buildSchema(await readFile(path.join(root, GRAPH_FILES.api), 'utf8'), { assumeValid: true });
  const isPublic = publicRoots();
  const files = new Map<string, string>([
    [
      'bruno.json',
      `${JSON.stringify({ version: '1', name: 'My Broker B3', type: 'collection' }, null, 2)}\n`,
    ],
    ['collection.bru', blocks(block('auth', ['mode: bearer']), block('auth:bearer', ['token: {{token}}']))],
    ['environments/local.bru', blocks(block('vars', ENVIRONMENT))],
  ]);
  for (const [seq, group] of GROUPS.entries())
    files.set(`${group}/folder.bru`, blocks(block('meta', [`name: ${group}`, `seq: ${seq + 1}`])));
  const counts = new Map<string, number>();
  for (const one of inOrder(await clientOperations('sdk/operations'))) {
    if (!GROUPS.includes(one.group)) throw new TypeError(`the collection has no folder ${one.group}`);
    const seq = (counts.get(one.group) ?? 0) + 1;
    counts.set(one.group, seq);
    const variables = variablesOf(schema, one.operation);
    const isOpen = rootFields(one.operation).every((field) => isPublic.has(field));
    const kept = KEPT[nameOf(one)] ?? {};
    files.set(`${one.group}/${nameOf(one)}.bru`, requestText(one, { seq, variables, isOpen, kept }));
  }
  return files;
}

/** Writes the collection, and removes the requests of operations that are gone. */
export async function writeCollection(): Promise<void> {
  const folder = path.join(root, COLLECTION);
  const files = await collectionFiles();
  const before = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.bru'));
  for (const name of before) if (!files.has(name)) await rm(path.join(folder, name));
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

const ENVIRONMENT = [
  'url: http://127.0.0.1:4000/graphql',
  'ticker: PETR4',
  'password: correct horse battery staple',
  'from: 2026-01-01',
  'to: 2026-01-31',
];

const nameOf = ({ operation }: ClientOperation): string => operation.name?.value ?? '';

const rankOf = (one: ClientOperation): number =>
  nameOf(one) === LAST ? 2 : KEPT[nameOf(one)] === undefined ? 1 : 0;

const inOrder = (operations: readonly ClientOperation[]): ClientOperation[] =>
  [...operations].sort((one, other) => rankOf(one) - rankOf(other));

const rootFields = ({ selectionSet }: OperationDefinitionNode): string[] =>
  selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );

/** Root fields that need no caller. An object by its id may belong to somebody. */
function publicRoots(): Set<string> {
  const roots = readAccess().fields.filter(({ type }) =>
    ['Query', 'Mutation', 'Subscription'].includes(type),
  );
  return new Set(
    roots.filter(({ field, scope }) => scope === null && field !== 'node').map(({ field }) => field),
  );
}
