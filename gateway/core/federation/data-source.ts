import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { SubgraphConnection, SubgraphRequest } from '#platform/graphql/subgraph.ts';
import type { Log } from '#platform/observability/log.ts';
import { joinFetches } from './joined-fetches.ts';
import { mergeEntities } from './merged-entities.ts';
import type { RequestContext } from './request-context.ts';

/**
 * Adapts a subgraph to Apollo's executor. Equal fetches and those of entities that begin together share a request. Fields of an
 * unreachable subgraph get SERVICE_UNAVAILABLE.
 *
 * @param statementExtension see `GatewayHooks`
 */
export function createDataSource(
  connection: SubgraphConnection,
  statementExtension: string | null,
  log: Log,
): GraphQLDataSource {
  const execute = joinFetches(mergeEntities((request) => connection.execute(request)));
  return {
    process: async ({ request, context }) => {
      const requestContext = context as RequestContext;
      try {
        const result = await execute(subgraphRequest(request.query ?? '', request.variables, requestContext));
        await requestContext.pause?.();
        const statement = statementExtension === null ? null : result.extensions?.[statementExtension];
        if (typeof statement === 'string') requestContext.signedIn(statement);
        return { data: result.data ?? null, ...(result.errors && { errors: result.errors.map(plain) }) };
      } catch (error) {
        log.warn(
          { err: error, subgraph: connection.name, correlationId: requestContext.correlationId },
          'a subgraph cannot be reached',
        );
        return { data: null, errors: [unavailable(connection.name)] };
      }
    },
  };
}

/** Creates a subgraph request with the caller's statement and the correlation id. */
export function subgraphRequest(
  query: string,
  variables: Record<string, unknown> | undefined,
  context: RequestContext,
): SubgraphRequest {
  const statement = context.statement();
  return {
    query,
    ...(variables && { variables }),
    ...(statement !== undefined && { statement }),
    correlationId: context.correlationId,
  };
}

const plain = ({ message, path, extensions }: GraphQLError): GraphQLFormattedError => ({
  message,
  ...(path && { path }),
  extensions,
});

const unavailable = (name: string): GraphQLFormattedError => ({
  message: `${name} does not answer now. Try again.`,
  extensions: { code: 'SERVICE_UNAVAILABLE' },
});
