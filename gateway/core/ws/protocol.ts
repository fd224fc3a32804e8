import {
  GraphQLError,
  OperationTypeNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { makeServer, type Context, type Server, type SubscribePayload } from 'graphql-ws';
import type { Clock } from '#platform/time/clock.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { OperationIds } from '#platform/graphql/operation-ids.ts';
import type { IdSource } from '#platform/ids.ts';
import type { Log } from '#platform/observability/log.ts';
import { refusalOf } from '../admission.ts';
import type { PresentError } from '../errors.ts';
import type { Graph } from '../graph.ts';
import type { Admit, Authenticate, Caller, Client } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { createDelivery } from '../subscriptions/delivery.ts';
import { createOpenOperation, OperationFailed } from './open-operation.ts';
import type { SocketOutlet } from './socket-outlet.ts';

/** One client's socket. */
export interface SocketSession {
  readonly outlet: SocketOutlet;
  readonly operationIds: OperationIds;
  caller: Caller | null;
  /** Network address of the client; null when it is unknown. */
  readonly address: string | null;
  /** Accepted subscriptions, by their inner ids; each function ends one. */
  readonly live: Map<string, () => void>;
  close(code: number, reason: string): void;
}

export interface ProtocolDependencies {
  /** The graph of operations that arrive now. */
  readonly graph: () => Graph;
  readonly authenticate: Authenticate;
  readonly admit: Admit;
  readonly presentError: PresentError;
  readonly limits: Limits;
  readonly metrics: GatewayMetrics;
  readonly wallClock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** Arguments that `onSubscribe` passes to `execute` and `subscribe`. */
interface AcceptedOperation {
  /** The inner id. */
  readonly id: string;
  /** The graph for which the operation was prepared. */
  readonly graph: Graph;
  readonly session: SocketSession;
  readonly operation: PreparedOperation;
  readonly correlationId: string;
}

const RETRY_LATER = 1013;

/** The protocol graphql-transport-ws, served by graphql-ws over the gateway's pipeline, planner and hub. */
export function createProtocol(dependencies: ProtocolDependencies): Server<SocketSession> {
  const { limits, log, presentError } = dependencies;
  return makeServer<Record<string, unknown>, SocketSession>({
    connectionInitWaitTimeout: limits.connectionInitMs,
    onConnect: (context) => connect(context, dependencies),
    onSubscribe: async (context, id, payload) => {
      try {
        return await accept(context.extra, id, payload, dependencies);
      } catch (error) {
        return [carryErrors([presentError(error, log)])];
      }
    },
    execute: async ({ contextValue }) => {
      const { graph, operation, session, correlationId } = contextValue as AcceptedOperation;
      const { pipeline } = graph;
      const result = await pipeline
        .run(operation, pipeline.contextFor(clientOf(session), correlationId), 'socket')
        .catch((error: unknown): FormattedExecutionResult => ({ errors: [presentError(error, log)] }));
      return result as ExecutionResult;
    },
    subscribe: ({ contextValue }) => subscribe(contextValue as AcceptedOperation, dependencies),
    // Results are already formatted: their errors are plain objects.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    onError: (_context, _id, _payload, errors) =>
      errors.flatMap((error) => {
        const { originalError } = error;
        return originalError instanceof OperationFailed
          ? [...originalError.errors]
          : [presentError(error, log)];
      }),
  });
}

async function connect(
  { connectionParams, extra }: Context<Record<string, unknown>, SocketSession>,
  { authenticate }: ProtocolDependencies,
): Promise<boolean> {
  const authentication = await authenticate(authorizationOf(connectionParams));
  if ('caller' in authentication) {
    extra.caller = authentication.caller;
    return true;
  }
  if (authentication.refused.status === 401) return false;
  extra.close(RETRY_LATER, 'Tokens cannot be verified now');
  return true;
}

/** The value of `authorization`, in any letter case: clients write the name like that of an HTTP header. */
function authorizationOf(params: Readonly<Record<string, unknown>> = {}): unknown {
  const name = Object.keys(params).find((key) => key.toLowerCase() === 'authorization');
  return name === undefined ? undefined : params[name];
}

/** Admits and checks an operation; errors are the answer of this operation alone. */
async function accept(
  session: SocketSession,
  id: string,
  payload: SubscribePayload,
  { graph: graphNow, limits, ids, metrics, admit }: ProtocolDependencies,
) {
  const client = clientOf(session);
  const limited = refusalOf(await admit({ ...client, kind: 'request', count: 1, operation: null }));
  if (limited) return [carryErrors(limited.errors)];
  const graph = graphNow();
  const prepared = graph.pipeline.prepare(payload);
  if ('errors' in prepared) return [carryErrors(prepared.errors)];
  const isSubscription = prepared.operation.operation === OperationTypeNode.SUBSCRIPTION;
  const kind = isSubscription ? 'subscription' : 'operation';
  const refused = refusalOf(await admit({ ...client, kind, count: 1, operation: prepared }));
  if (refused) return [carryErrors(refused.errors)];
  if (isSubscription && session.live.size >= limits.subscriptionsPerSocket) {
    metrics.refused.inc({ code: 'LIMIT_EXCEEDED' });
    return [
      graphqlError(
        'LIMIT_EXCEEDED',
        `A socket holds ${limits.subscriptionsPerSocket} subscriptions at most.`,
      ),
    ];
  }
  if (isSubscription) session.live.set(id, () => session.live.delete(id));
  const accepted: AcceptedOperation = { id, graph, session, operation: prepared, correlationId: ids('req') };
  return {
    schema: graph.supergraph.apiSchema,
    document: prepared.document,
    operationName: prepared.operation.name?.value,
    contextValue: accepted,
  };
}

/**
 * Opens a subscription. Its events go to the client as frames; graphql-ws sees when it ends. Opens none when the client has
 * completed it since it was accepted.
 */
function subscribe(
  { id, graph, session, operation, correlationId }: AcceptedOperation,
  { limits, metrics, wallClock, presentError, log }: ProtocolDependencies,
) {
  const { authorize, pipeline, planSubscription, hub } = graph;
  const clientId = session.operationIds.clientIdOf(id);
  if (clientId === undefined || !session.live.has(id)) return {};
  const cleanups: (() => void)[] = [];
  const cleanUp = (): void => {
    session.live.delete(id);
    cleanups.splice(0).forEach((clean) => clean());
  };
  session.live.set(id, cleanUp);
  const open = createOpenOperation(cleanUp);
  const end = (errors: readonly GraphQLFormattedError[]): void => {
    cleanUp();
    open.fail(errors);
  };
  const { errors } = authorize(operation, session.caller);
  if (errors.length > 0) {
    end(errors);
    return open.results;
  }
  try {
    const plan = planSubscription(operation);
    const delivery = createDelivery({
      outlet: session.outlet,
      operationId: clientId,
      plan,
      maxWaiting: limits.waitingEvents,
      metrics,
      onComplete: () => {
        cleanUp();
        open.complete();
      },
      onEnd: end,
    });
    cleanups.push(() => delivery.cancel());
    if (plan.policy.audience === 'caller' && session.caller)
      cleanups.push(endWithCredential(session.caller, wallClock, (error) => delivery.fail([error])));
    const context = pipeline.contextFor(clientOf(session), correlationId);
    cleanups.push(hub.subscribe({ plan, operation, context, subscriber: delivery }));
  } catch (error) {
    end([presentError(error, log)]);
  }
  return open.results;
}

const EXPIRED: GraphQLFormattedError = {
  message: 'The token has expired. Connect again with a new one.',
  extensions: { code: 'UNAUTHENTICATED' },
};
const REVOKED: GraphQLFormattedError = {
  message: 'The session or API key was revoked. Connect again with a new one.',
  extensions: { code: 'UNAUTHENTICATED' },
};

/** Ends a private stream when its caller's credential expires or is revoked. The returned function stops that. */
function endWithCredential(
  caller: Caller,
  wallClock: Clock,
  fail: (error: GraphQLFormattedError) => void,
): () => void {
  const { expiresAtMs } = caller;
  const expiry = expiresAtMs === null ? null : wallClock.at(expiresAtMs, () => fail(EXPIRED));
  const stopWatching = caller.onRevoked(() => fail(REVOKED));
  return () => {
    expiry?.cancel();
    stopWatching();
  };
}

const clientOf = ({ caller, address }: SocketSession): Client => ({ caller, address });

/** The error under which graphql-ws passes formatted errors to `onError`: it takes no plain ones. */
function carryErrors(errors: readonly GraphQLFormattedError[]): GraphQLError {
  const originalError = new OperationFailed(errors);
  return new GraphQLError(originalError.message, { originalError });
}
