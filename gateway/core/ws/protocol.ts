import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { makeServer, type Context, type Server, type SubscribePayload } from 'graphql-ws';
import { forgetConnectionParams } from '#platform/graphql/remote/socket.ts';
import type { Authenticate } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { createOpenOperation, OperationFailed } from './open-operation.ts';
import { openSubscription, type SubscriptionDependencies } from '../sessions/open-subscription.ts';
import {
  acceptMessage,
  originOf,
  type AcceptDependencies,
  type AcceptedOperation,
} from '../sessions/accept-operation.ts';
import { authorizationOf, notAccepted } from './authorization.ts';
import { clientOf, type SocketSession } from '../sessions/session.ts';

export interface ProtocolDependencies extends AcceptDependencies, SubscriptionDependencies {
  readonly authenticate: Authenticate;
  readonly limits: Limits;
  readonly metrics: GatewayMetrics;
}

const RETRY_LATER = 1013;
const BAD_CREDENTIAL = 4403;

/** The protocol graphql-transport-ws, served by graphql-ws over the gateway's pipeline, planner and hub. */
export function createProtocol(dependencies: ProtocolDependencies): Server<SocketSession> {
  const { limits, log, presentError } = dependencies;
  return makeServer<Record<string, unknown>, SocketSession>({
    connectionInitWaitTimeout: limits.connectionInitMs,
    onConnect: (context) => connect(context, dependencies),
    onSubscribe: async ({ extra }, id) => {
      try {
        return await accept(extra, id, extra.operationIds.takePayload(id), dependencies);
      } catch (error) {
        return [new OperationFailed([presentError(error, log)])];
      }
    },
    execute: async ({ contextValue }) => {
      const { id, graph, operation, session, correlationId } = contextValue as AcceptedOperation;
      const { pipeline } = graph;
      const result = await pipeline
        .run(
          operation,
          pipeline.contextFor(clientOf(session), correlationId),
          originOf(session, id),
          'socket',
        )
        .catch((error: unknown): FormattedExecutionResult => ({ errors: [presentError(error, log)] }));
      session.slots.leave();
      return result as ExecutionResult;
    },
    subscribe: ({ contextValue }) => subscribe(contextValue as AcceptedOperation, dependencies),
    // Results are already formatted: their errors are plain objects.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, _payload, errors) =>
      errors.flatMap((error) => {
        const failed = error instanceof OperationFailed ? error : error.originalError;
        return failed instanceof OperationFailed ? [...failed.errors] : [presentError(error, log)];
      }),
  });
}

/**
 * Authenticates the client. A bad credential closes the socket, with the reason that HTTP gives; the acknowledgement says when a
 * credential counted as none.
 */
async function connect(
  context: Context<Record<string, unknown>, SocketSession>,
  { authenticate }: ProtocolDependencies,
): Promise<true | Record<string, unknown>> {
  const { connectionParams, extra } = context;
  forgetConnectionParams(context);
  const authentication = await authenticate(authorizationOf(connectionParams));
  if ('caller' in authentication) {
    const { caller, notice } = authentication;
    extra.credentials.set(caller);
    return notice === undefined
      ? true
      : notAccepted({ message: notice, extensions: { code: 'UNAUTHENTICATED' } });
  }
  const { status, errors } = authentication.refused;
  extra.close(status === 401 ? BAD_CREDENTIAL : RETRY_LATER, errors[0]?.message ?? '');
  return true;
}

/** Checks an operation and hands it to graphql-ws; errors are the answer of this operation alone. */
async function accept(
  session: SocketSession,
  id: string,
  payload: SubscribePayload,
  dependencies: ProtocolDependencies,
) {
  const accepted = await acceptMessage(session, id, payload, dependencies);
  if ('errors' in accepted) {
    session.onRefused();
    return [new OperationFailed(accepted.errors)];
  }
  const { graph, operation } = accepted;
  return {
    schema: graph.supergraph.apiSchema,
    document: operation.document,
    operationName: operation.operation.name?.value,
    contextValue: accepted,
  };
}

/** Opens a subscription. Its events go to the client as frames; graphql-ws sees when it ends. */
function subscribe(accepted: AcceptedOperation, dependencies: ProtocolDependencies) {
  let leave = (): void => undefined;
  const operation = createOpenOperation(() => leave());
  const opened = openSubscription(accepted, operation, dependencies);
  if (!opened) return {};
  leave = opened;
  return operation.results;
}
