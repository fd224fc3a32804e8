import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { makeServer, type Context, type Server, type SubscribePayload } from 'graphql-ws';
import { forgetConnectionParams } from '#platform/graphql/remote/socket.ts';
import type { Authenticate } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { OperationFailed, socketOperationEnd } from './operation-end.ts';
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

type SocketContext = Context<Record<string, unknown>, SocketSession>;

/** The context value of an operation of graphql-ws. */
interface ServedOperation {
  readonly accepted: AcceptedOperation & { readonly session: SocketSession };
  /** Takes the operation from graphql-ws, for which its client has left it from then on. */
  readonly takeOver: () => void;
}

/** The protocol graphql-transport-ws, served by graphql-ws over the gateway's pipeline, planner and hub. */
export function createProtocol(dependencies: ProtocolDependencies): Server<SocketSession> {
  const { log, presentError } = dependencies;
  return makeServer<Record<string, unknown>, SocketSession>({
    // The gateway's own: a timer of graphql-ws stays in memory as long as its socket.
    connectionInitWaitTimeout: 0,
    onConnect: (context) => connect(context, dependencies),
    onSubscribe: async (context, id) => {
      try {
        return await accept(context, id, context.extra.operationIds.takePayload(id), dependencies);
      } catch (error) {
        return [new OperationFailed([presentError(error, log)])];
      }
    },
    execute: async ({ contextValue }) => {
      const { id, graph, operation, session, correlationId } = (contextValue as ServedOperation).accepted;
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
    subscribe: ({ contextValue }) => subscribe(contextValue as ServedOperation, dependencies),
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
  context: SocketContext,
  { authenticate }: ProtocolDependencies,
): Promise<true | Record<string, unknown>> {
  const { connectionParams, extra } = context;
  forgetConnectionParams(context);
  extra.onInit();
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
  context: SocketContext,
  id: string,
  payload: SubscribePayload,
  dependencies: ProtocolDependencies,
) {
  const { extra: session } = context;
  const accepted = await acceptMessage(session, id, payload, dependencies);
  if ('errors' in accepted) {
    session.onRefused();
    return [new OperationFailed(accepted.errors)];
  }
  const { graph, operation } = accepted;
  const served: ServedOperation = {
    accepted: { ...accepted, session },
    takeOver: () => takeOver(context, id),
  };
  return {
    schema: graph.supergraph.apiSchema,
    document: operation.document,
    operationName: operation.operation.name?.value,
    contextValue: served,
  };
}

/** An object keeps the room of what was deleted, so another one takes the place of one that is empty. */
function takeOver(context: SocketContext, id: string): void {
  Reflect.deleteProperty(context.subscriptions, id);
  if (Object.keys(context.subscriptions).length === 0) Object.assign(context, { subscriptions: {} });
}

/**
 * Opens a subscription. The gateway writes its frames, those of its end too: graphql-ws would keep a function that waits, and what it
 * refers to, for each of thousands of subscriptions.
 */
function subscribe({ accepted, takeOver }: ServedOperation, dependencies: ProtocolDependencies) {
  takeOver();
  openSubscription(accepted, socketOperationEnd(accepted.session, accepted.id), dependencies);
  return {};
}
