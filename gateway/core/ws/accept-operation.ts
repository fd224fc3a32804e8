import { OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { IdSource } from '#platform/ids.ts';
import { refusalOf } from '../admission.ts';
import type { Graph } from '../graph.ts';
import type { Admit, Client } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { PricedOperation } from '../operations/pipeline.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { clientOf, type SocketSession } from './session.ts';

/** An operation that may run. */
export interface AcceptedOperation {
  /** The inner id. */
  readonly id: string;
  /** The graph for which the operation was prepared. */
  readonly graph: Graph;
  readonly session: SocketSession;
  readonly operation: PricedOperation;
  /** Null for a query or mutation. */
  readonly plan: SubscriptionPlan | null;
  readonly correlationId: string;
}

export interface AcceptDependencies {
  /** The graph of operations that arrive now. */
  readonly graph: () => Graph;
  readonly admit: Admit;
  readonly limits: Limits;
  readonly metrics: Pick<GatewayMetrics, 'refused'>;
  readonly ids: IdSource;
}

interface Refused {
  readonly errors: readonly GraphQLFormattedError[];
}

/**
 * Admits and checks an operation, and counts it against the limits of its socket; errors are the answer of this operation
 * alone. An accepted query or mutation must run, and decrements `session.running` at its end.
 */
export async function acceptOperation(
  session: SocketSession,
  id: string,
  payload: SubscribePayload,
  { graph: graphNow, admit, limits, metrics, ids }: AcceptDependencies,
): Promise<AcceptedOperation | Refused> {
  const client = clientOf(session);
  const limited = refusalOf(await admit({ ...client, kind: 'request', count: 1, operation: null }));
  if (limited) return limited;
  const graph = graphNow();
  const operation = graph.pipeline.prepare(payload);
  if ('errors' in operation) return operation;
  const isSubscription = operation.operation.operation === OperationTypeNode.SUBSCRIPTION;
  if (isSubscription) {
    const { errors } = graph.authorize(operation, client.caller);
    for (const { extensions } of errors) metrics.refused.inc({ code: String(extensions?.['code']) });
    if (errors.length > 0) return { errors };
  }
  const kind = isSubscription ? 'subscription' : 'operation';
  const refused = refusalOf(await admit({ ...client, kind, count: 1, operation }));
  if (refused) return refused;
  // The client may have left while the operation was being admitted.
  if (session.isClosed || session.operationIds.clientIdOf(id) === undefined) return LEFT;
  const excess = isSubscription
    ? addSubscription(session, id, textBytesOf(payload), limits)
    : addQuery(session, limits);
  if (excess !== null) {
    metrics.refused.inc({ code: 'LIMIT_EXCEEDED' });
    return { errors: [graphqlError('LIMIT_EXCEEDED', excess).toJSON()] };
  }
  const accepted = { id, graph, session, operation, correlationId: ids('req') };
  return isSubscription ? planned(accepted, client) : { ...accepted, plan: null };
}

/** Plans a subscription while it counts among those of its socket. The client may complete it meanwhile. */
async function planned(
  accepted: Omit<AcceptedOperation, 'plan'>,
  client: Client,
): Promise<AcceptedOperation> {
  const { id, graph, session, operation } = accepted;
  try {
    return { ...accepted, plan: await graph.planSubscription(operation, client) };
  } catch (error) {
    session.live.get(id)?.();
    throw error;
  }
}

/** No client gets this answer. */
const LEFT: Refused = { errors: [{ message: 'The client has left.' }] };

function addQuery(session: SocketSession, limits: Limits): string | null {
  if (session.running >= limits.operationsPerSocket)
    return `A socket runs ${limits.operationsPerSocket} queries and mutations at once at most. Wait for a result.`;
  session.running += 1;
  return null;
}

function addSubscription(
  { live, outlet }: SocketSession,
  id: string,
  textBytes: number,
  limits: Limits,
): string | null {
  if (live.size >= limits.subscriptionsPerSocket)
    return `A socket holds ${limits.subscriptionsPerSocket} subscriptions at most.`;
  if (!outlet.hold(textBytes))
    return 'The texts of the subscriptions and what waits for this socket take all of its space.';
  live.set(id, () => {
    if (live.delete(id)) outlet.release(textBytes);
  });
  return null;
}

/** The gateway keeps document and variables while the subscription lives. */
const textBytesOf = ({ query, variables }: SubscribePayload): number =>
  Buffer.byteLength(query) + (variables ? Buffer.byteLength(JSON.stringify(variables)) : 0);
