import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { QueryPlan } from '@apollo/query-planner';
import type { ExecutionResult, FormattedExecutionResult, OperationTypeNode } from 'graphql';
import type { Log } from '#platform/observability/log.ts';
import type { PresentError } from '../errors.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { FederationEngine } from './engine.ts';
import type { RequestContext } from './request-context.ts';

/** Runs prepared queries and mutations and formats their results for clients. */
export interface OperationServer {
  execute(
    operation: PreparedOperation,
    plan: QueryPlan,
    context: RequestContext,
  ): Promise<FormattedExecutionResult>;
  stop(): Promise<void>;
}

/** Documents that Apollo Server parses in place of the client's, whose result comes in the context. */
const PARSED: Readonly<Record<OperationTypeNode, string>> = {
  query: 'query { __typename }',
  mutation: 'mutation { __typename }',
  subscription: 'subscription { __typename }',
};

interface ServerContext {
  /** Resolves to the result of the operation, or rejects with the error by which it failed. */
  readonly answer: () => Promise<ExecutionResult>;
}

/**
 * Creates the server. A result without errors is the client's as it is; Apollo Server formats any other. Its steps take longer than
 * the rest of the way of a small operation, and most of them are done before: every operation comes checked, limited and
 * planned, with coerced variables, over HTTP and sockets alike.
 */
export async function createOperationServer(
  engine: FederationEngine,
  presentError: PresentError,
  log: Log,
): Promise<OperationServer> {
  const server = new ApolloServer<ServerContext>({
    gateway: gatewayOver(engine),
    dangerouslyDisableValidation: true,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    apollo: {},
    logger: apolloLogger(log),
    formatError: (formatted) => presentError(formatted, log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    execute: async (operation, plan, context) => {
      const answering = engine.execute(operation, plan, context);
      const result = await answering.catch(() => null);
      if (result?.data && !result.errors) return { data: result.data };
      const { body } = await server.executeOperation(
        { query: PARSED[operation.operation.operation] },
        { contextValue: { answer: () => answering } },
      );
      if (body.kind !== 'single') throw new Error('the gateway answers in one piece');
      const { data, errors } = body.singleResult;
      return { ...(errors && { errors }), ...(data !== undefined && { data }) };
    },
    stop: () => server.stop(),
  };
}

type Gateway = NonNullable<ConstructorParameters<typeof ApolloServer<ServerContext>>[0]['gateway']>;

/** Adapts the engine to Apollo Server's gateway interface. */
function gatewayOver(engine: FederationEngine): Gateway {
  const { apiSchema, supergraphSdl } = engine.supergraph;
  type Listener = Parameters<Gateway['onSchemaLoadOrUpdate']>[0];
  const listeners = new Set<Listener>();
  return {
    onSchemaLoadOrUpdate: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load: async () => {
      for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl: supergraphSdl });
      return {
        executor: ({ context }) => (context as ServerContext).answer(),
      };
    },
    stop: async () => listeners.clear(),
  };
}

const apolloLogger = (log: Log) => ({
  debug: (message: unknown) => log.debug({}, String(message)),
  info: (message: unknown) => log.info({}, String(message)),
  warn: (message: unknown) => log.warn({}, String(message)),
  error: (message: unknown) => log.error({}, String(message)),
});
