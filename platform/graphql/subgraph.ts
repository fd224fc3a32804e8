import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  createSourceEventStream,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { lazyChild, type Log } from '../observability/log.ts';
import type { StatedClient, Statements } from '../security/caller.ts';
import { enforceScopes } from './access.ts';
import type { ResultTurns } from '../fair-queue/result-turns.ts';
import type { MutationTurns } from '../fair-queue/mutation-turns.ts';
import { resolveEntities, withRejectingReferences } from './references.ts';
import { maskErrors, type ErrorCode } from './errors.ts';
import type { RequestContext } from './request-context.ts';
import { createOperationCache } from './cache/operation-cache.ts';
import { createEventResults } from './compiled/event-results.ts';
import { createMutations } from './compiled/mutations.ts';
import { createQueries } from './compiled/queries.ts';

/** One operation for a subgraph. */
export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  /** The gateway's signed statement of the client; absent for an unknown one. */
  readonly statement?: string;
  readonly correlationId: string;
}

/** The gateway's connection to a subgraph, in this process or in another. */
export interface SubgraphConnection {
  readonly name: string;
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /** A stream of results, or one result with errors when the subscription was refused. */
  subscribe(request: SubgraphRequest): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>>;
}

export interface SubgraphOptions<Context extends RequestContext> {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly resolvers: object;
  /** Creates the context of one operation, with its own loaders. */
  readonly createContext: (base: RequestContext) => Context;
  readonly statements: Statements;
  readonly log: Log;
  /** Null or absent: mutations run as they come. */
  readonly turns?: MutationTurns | null;
  /** Absent: events are answered as they come. Needed where the fields of an event are read from a database. */
  readonly resultTurns?: ResultTurns;
}

/** A subgraph in this process. */
export interface Subgraph extends SubgraphConnection {
  readonly schema: GraphQLSchema;
  /** False for a query, a mutation and a document that cannot run. */
  isSubscription(request: Pick<SubgraphRequest, 'query' | 'operationName'>): boolean;
}

/** Bytes of a subgraph's cache of parsed operations. */
const DOCUMENT_CACHE_BYTES = 8 * 1024 * 1024;

/** Creates a subgraph. Parses and validates each operation once. */
export function createSubgraph<Context extends RequestContext>(options: SubgraphOptions<Context>): Subgraph {
  const resolvers = withRejectingReferences(options.resolvers) as never;
  const schema = buildSubgraphSchema({ typeDefs: options.typeDefs, resolvers });
  resolveEntities(schema);
  enforceScopes(schema);
  const documents = createOperationCache<DocumentNode | readonly GraphQLError[]>({
    maxBytes: DOCUMENT_CACHE_BYTES,
  });
  const documentOf = (query: string): DocumentNode | readonly GraphQLError[] => {
    const cached = documents.get(query);
    if (cached) return cached;
    const prepared = prepare(schema, query);
    documents.set(query, prepared);
    return prepared;
  };
  const typeOf = ({ query, operationName }: Pick<SubgraphRequest, 'query' | 'operationName'>) => {
    const document = documentOf(query);
    return 'kind' in document ? getOperationAST(document, operationName)?.operation : undefined;
  };
  const mutate = createMutations(schema);
  const query = createQueries(schema);
  const eventResults = createEventResults();
  const mask = (result: ExecutionResult, correlationId: string) =>
    maskErrors(result, lazyChild(options.log, { correlationId, subgraph: options.name }));
  return {
    name: options.name,
    schema,
    isSubscription: (request) => typeOf(request) === OperationTypeNode.SUBSCRIPTION,
    execute: async (request) => {
      const prepared = prepareRequest(options, schema, documentOf(request.query), request);
      if ('errors' in prepared) return prepared;
      const { extensions, caller, address } = prepared.contextValue;
      const isMutation = typeOf(request) === OperationTypeNode.MUTATION;
      const run = async (): Promise<ExecutionResult> => (isMutation ? mutate : query)(prepared);
      const inTurn = options.turns && isMutation;
      const executed = inTurn ? options.turns(caller?.userId ?? address ?? '', run) : run();
      const result = mask(await executed, request.correlationId);
      return Object.keys(extensions).length === 0 ? result : { ...result, extensions };
    },
    subscribe: async (request) => {
      const prepared = prepareRequest(options, schema, documentOf(request.query), request);
      if ('errors' in prepared) return prepared;
      const events = await createSourceEventStream(prepared);
      if (!isStream(events)) return mask(events, request.correlationId);
      const resultOf = eventResults(prepared);
      const { caller, address } = prepared.contextValue;
      const turns = options.resultTurns ?? ((_client, run) => run());
      return mapResults(events, async (event) => {
        const result = await turns(caller?.userId ?? address ?? '', async () => resultOf(event));
        return mask(result, request.correlationId);
      });
    },
  };
}

function prepare(schema: GraphQLSchema, query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    return errors.length > 0 ? errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
    throw error;
  }
}

/** Adds a code to an error of GraphQL itself. Keeps the code of an error that a scalar has thrown. */
function withCode(error: GraphQLError, code: ErrorCode): GraphQLError {
  return 'code' in error.extensions ? error : new GraphQLError(error.message, { extensions: { code } });
}

const UNKNOWN_CLIENT: StatedClient = { userId: null, address: null, scopes: [], sessionId: null };

function prepareRequest<Context extends RequestContext>(
  options: SubgraphOptions<Context>,
  schema: GraphQLSchema,
  document: DocumentNode | readonly GraphQLError[],
  request: SubgraphRequest,
) {
  if (!('kind' in document)) return { errors: document };
  const subject = request.statement === undefined ? null : options.statements.verify(request.statement);
  if (request.statement !== undefined && subject === null) {
    const refused = new GraphQLError('The statement of the caller is invalid.', {
      extensions: { code: 'UNAUTHENTICATED' },
    });
    return { errors: [refused] };
  }
  const { userId, address, scopes, sessionId } = subject ?? UNKNOWN_CLIENT;
  const log = lazyChild(options.log, { correlationId: request.correlationId });
  return {
    schema,
    document,
    contextValue: options.createContext({
      caller: userId === null ? null : { userId, scopes, sessionId },
      address,
      correlationId: request.correlationId,
      log,
      extensions: {},
    }),
    variableValues: request.variables,
    operationName: request.operationName,
  };
}

const isStream = (events: AsyncIterable<unknown> | ExecutionResult): events is AsyncIterable<unknown> =>
  Symbol.asyncIterator in events;

/** Maps a stream and keeps its `return`: a reader that stops ends the source. */
function mapResults<T, U>(source: AsyncIterable<T>, map: (value: T) => Promise<U>): AsyncIterableIterator<U> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const next = await iterator.next();
      return next.done ? { done: true, value: undefined } : { done: false, value: await map(next.value) };
    },
    return: async () => {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      await iterator.return?.();
      throw error;
    },
  };
}
