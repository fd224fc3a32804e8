import {
  getOperationAST,
  parse,
  print,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { createRandom, type Random } from '#platform/random.ts';
import { mutateBytes, mutateDocument, mutateJson } from './mutations.ts';
import { hostile, oneOf, upTo, variablesFor } from './values.ts';

/** One input of the broker. */
export type FuzzCase =
  | {
      readonly kind: 'body';
      readonly body: Buffer;
      readonly headers: Readonly<Record<string, string>>;
      readonly signed: boolean;
    }
  | { readonly kind: 'frame'; readonly frame: Buffer; readonly binary: boolean };

export interface CaseSource {
  readonly schema: GraphQLSchema;
  readonly documents: readonly DocumentNode[];
  /** Ids of objects that exist. */
  readonly ids: readonly string[];
}

/** Odd multipliers that spread neighbouring seeds and numbers over the seeds of the generator. */
const SPREAD = [0x9e37_79b1, 0x85eb_ca6b] as const;

/** Makes the case of a number. The same seed, number and source give the same case, so that a failed one runs alone. */
export function caseOf(seed: number, number: number, source: CaseSource): FuzzCase {
  const random = createRandom(Math.imul(seed, SPREAD[0]) ^ Math.imul(number + 1, SPREAD[1]));
  const kind = random();
  if (kind < 0.35) return body(mutatedBody(source, random), random);
  if (kind < 0.7)
    return body(JSON.stringify(requestOf(source, random, oneOf(random, [0, 0.02, 0.15]))), random);
  return frame(source, random);
}

interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** A recorded operation with variables, a share of which does not fit. */
function requestOf(
  { schema, documents, ids }: CaseSource,
  random: Random,
  hostility: number,
): GraphqlRequest {
  const document = oneOf(random, documents);
  const operation: OperationDefinitionNode | undefined | null = getOperationAST(document);
  const variables = operation ? variablesFor(schema, operation, { random, ids, hostility }) : {};
  return { query: print(document), variables };
}

function mutatedBody(source: CaseSource, random: Random): string | Buffer {
  const request = requestOf(source, random, 0.02);
  const choices: readonly (() => string | Buffer)[] = [
    () => JSON.stringify({ ...request, query: mutateDocument(request.query, random) }),
    () => JSON.stringify({ ...request, query: mutateDocument(request.query, random) }),
    () => JSON.stringify(mutateJson({ ...request, operationName: null, extensions: {} }, random)),
    () => JSON.stringify(hostile(random)) ?? '',
    () => mutateBytes(Buffer.from(JSON.stringify(request)), random),
    () => Buffer.from(Array.from({ length: upTo(random, 200) }, () => upTo(random, 256))),
  ];
  return oneOf(random, choices)();
}

const CONTENT_TYPES = [
  'application/json; charset=utf-16',
  'application/graphql',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json; charset="',
  'x',
];
const HEADERS: readonly Readonly<Record<string, string>>[] = [
  { authorization: 'Bearer' },
  { authorization: 'Bearer a.b.c' },
  { authorization: `Basic ${'x'.repeat(5_000)}` },
  { accept: 'text/html;q=zzz, */*;q=-1' },
  { 'x-correlation-id': 'a b\tc' },
  { 'content-encoding': 'br' },
  { 'x-forwarded-for': '1.2.3.4, ::1, nonsense' },
  { traceparent: '00-zz-zz-zz' },
  { expect: '100-continue' },
];

function body(given: string | Buffer, random: Random): FuzzCase {
  const headers = {
    ...(random() < 0.03 && { 'content-type': oneOf(random, CONTENT_TYPES) }),
    ...(random() < 0.03 && oneOf(random, HEADERS)),
  };
  return { kind: 'body', body: Buffer.from(given), headers, signed: random() < 0.6 };
}

function frame(source: CaseSource, random: Random): FuzzCase {
  const id = oneOf(random, ['1', '2', 'x'.repeat(128), 'x'.repeat(129), '', '\u0000', 'é']);
  const request = requestOf(source, random, oneOf(random, [0, 0.2]));
  const subscribe = { id, type: 'subscribe', payload: request };
  const message = oneOf<object>(random, [
    subscribe,
    subscribe,
    { id, type: 'complete' },
    { type: 'ping', payload: { a: 1 } },
    { type: 'pong' },
    { type: 'connection_init', payload: {} },
    { id, type: 'next', payload: {} },
  ]);
  const choices: readonly (() => Buffer)[] = [
    () => Buffer.from(JSON.stringify(subscribe)),
    () =>
      Buffer.from(
        JSON.stringify({
          ...subscribe,
          payload: { ...request, query: mutateDocument(request.query, random) },
        }),
      ),
    () => Buffer.from(JSON.stringify(mutateJson(message, random)) ?? 'undefined'),
    () => mutateBytes(Buffer.from(JSON.stringify(message)), random),
  ];
  return { kind: 'frame', frame: oneOf(random, choices)(), binary: random() < 0.02 };
}

/** An operation that would end the session with which the later cases come. */
const LEFT_OUT = 'SignOutDocument';

/** Documents of the recorded operations, one for each operation, with the fragments that it needs. */
export function documentsIn(generated: Readonly<Record<string, unknown>>): DocumentNode[] {
  return Object.entries(generated)
    .filter(([name]) => name !== LEFT_OUT)
    .map(([, document]) => parse(String(document)));
}
