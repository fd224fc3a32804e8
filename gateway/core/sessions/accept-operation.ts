import { OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { IdSource } from '#platform/ids.ts';
import { refusalOf } from '../admission.ts';
import type { Graph } from '../graph.ts';
import type { Admit, Client } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import type { GatewayMetrics } from '../metrics.ts';
import { placeLimitMessage, type Places } from '#platform/http/places.ts';
import type { PricedOperation } from '../operations/accept-request.ts';
import type { OperationRequest } from '../operations/prepare.ts';
import type { SubscriptionPlan } from '../subscriptions/plan.ts';
import { WAITING_PER_SLOT } from '../turns/operation-slots.ts';
import type { Origin } from '../turns/client-work.ts';
import { clientOf, type ClientSession, type LiveOperation } from './session.ts';

/** An operation that may run. */
export interface AcceptedOperation {
  /** The inner id. */
  readonly id: string;
  /** The graph for which the operation was prepared. */
  readonly graph: Graph;
  readonly session: ClientSession;
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
  /** Places of the subscriptions of all clients. */
  readonly subscriptions: Places;
  readonly metrics: Pick<GatewayMetrics, 'refused'>;
  readonly ids: IdSource;
}

interface Refused {
  readonly errors: readonly GraphQLFormattedError[];
  /** Extensions of the answer. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Admits a message with an operation, then accepts the operation. */
export async function acceptMessage(
  session: ClientSession,
  id: string,
  request: OperationRequest,
  dependencies: AcceptDependencies,
): Promise<AcceptedOperation | Refused> {
  const client = clientOf(session);
  const work = { ...client, kind: 'request', count: 1, cost: 0, operation: null } as const;
  const limited = refusalOf(await dependencies.admit(work));
  return limited ?? acceptOperation(session, id, request, dependencies);
}

/**
 * Checks an operation whose request is admitted, and counts it against the limits of its session; errors are the answer of this
 * operation alone. An accepted query or mutation must run, and leaves `session.slots` at its end.
 */
export async function acceptOperation(
  session: ClientSession,
  id: string,
  request: OperationRequest,
  { graph: graphNow, admit, limits, subscriptions, metrics, ids }: AcceptDependencies,
): Promise<AcceptedOperation | Refused> {
  const client = clientOf(session);
  const graph = graphNow();
  const origin = originOf(session, id);
  const operation = await graph.pipeline.prepare(request, client, origin);
  if ('errors' in operation) return operation;
  const isSubscription = operation.operation.operation === OperationTypeNode.SUBSCRIPTION;
  if (isSubscription) {
    const { errors } = graph.authorize(operation, client.caller);
    for (const { extensions } of errors) metrics.refused.inc({ code: String(extensions?.['code']) });
    if (errors.length > 0) return { errors };
  }
  const kind = isSubscription ? 'subscription' : 'operation';
  const refused = refusalOf(await admit({ ...client, kind, count: 1, cost: operation.cost, operation }));
  if (refused) return refused;
  if (hasLeft(session, id)) return LEFT;
  const textBytes = textBytesOf(request);
  const excess = isSubscription
    ? addSubscription(session, id, textBytes, { limits, subscriptions })
    : await waitForSlot(session, textBytes, limits);
  if (excess !== null) {
    metrics.refused.inc({ code: 'LIMIT_EXCEEDED' });
    return { errors: [graphqlError('LIMIT_EXCEEDED', excess).toJSON()] };
  }
  if (!isSubscription && hasLeft(session, id)) {
    session.slots.leave();
    return LEFT;
  }
  const accepted = { id, graph, session, operation, correlationId: ids('req') };
  return isSubscription ? planned(accepted, client, origin) : { ...accepted, plan: null };
}

/** Plans a subscription while it counts among those of its socket. The client may complete it meanwhile. */
async function planned(
  accepted: Omit<AcceptedOperation, 'plan'>,
  client: Client,
  origin: Origin,
): Promise<AcceptedOperation> {
  const { id, graph, session, operation } = accepted;
  try {
    return { ...accepted, plan: await graph.planSubscription(operation, client, origin) };
  } catch (error) {
    session.live.get(id)?.leave();
    throw error;
  }
}

/** No client gets this answer. */
const LEFT: Refused = { errors: [{ message: 'The client has left.' }] };

/** The session as the origin of an operation. */
export const originOf = (session: ClientSession, id: string): Origin => ({
  connection: session,
  isGone: () => hasLeft(session, id),
});

/** True when the client has completed the operation, or closed the socket, while it was admitted or waited. */
const hasLeft = ({ isClosed, operationIds }: ClientSession, id: string): boolean =>
  isClosed || operationIds.clientIdOf(id) === undefined;

const NO_SPACE = 'The texts of operations and what waits for this socket take all of its space.';

/** Waits until the operation may run. Meanwhile its text takes space of the socket. */
async function waitForSlot(
  { slots, outlet }: ClientSession,
  textBytes: number,
  { operationsPerSocket }: Limits,
): Promise<string | null> {
  if (!outlet.hold(textBytes)) return NO_SPACE;
  const mayRun = await slots.enter();
  outlet.release(textBytes);
  if (mayRun) return null;
  const waiting = operationsPerSocket * WAITING_PER_SLOT;
  return `A socket runs ${operationsPerSocket} queries and mutations at once, and ${waiting} may wait. Wait for a result.`;
}

/** The place of a subscription and the space of its text. A class: there are many thousands. */
class SubscriptionPlace implements LiveOperation {
  readonly #session: ClientSession;
  readonly #id: string;
  readonly #textBytes: number;
  readonly #leavePlace: () => void;

  constructor(session: ClientSession, id: string, textBytes: number, leavePlace: () => void) {
    this.#session = session;
    this.#id = id;
    this.#textBytes = textBytes;
    this.#leavePlace = leavePlace;
  }

  leave(): void {
    const { live, outlet } = this.#session;
    if (!live.delete(this.#id)) return;
    outlet.release(this.#textBytes);
    this.#leavePlace();
  }
}

function addSubscription(
  session: ClientSession,
  id: string,
  textBytes: number,
  { limits, subscriptions }: Pick<AcceptDependencies, 'limits' | 'subscriptions'>,
): string | null {
  const { live, outlet, address } = session;
  if (live.size >= limits.subscriptionsPerSocket)
    return `A socket holds ${limits.subscriptionsPerSocket} subscriptions at most.`;
  const place = subscriptions.take(address);
  if (typeof place === 'string') return placeLimitMessage(place, 'subscriptions', limits.streamsPerAddress);
  if (!outlet.hold(textBytes)) {
    place();
    return NO_SPACE;
  }
  live.set(id, new SubscriptionPlace(session, id, textBytes, place));
  return null;
}

/** The gateway keeps document and variables while the subscription lives. */
const textBytesOf = ({ query, variables }: OperationRequest): number =>
  Buffer.byteLength(query ?? '') + (variables ? Buffer.byteLength(JSON.stringify(variables)) : 0);
