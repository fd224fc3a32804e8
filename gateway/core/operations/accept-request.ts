import { OperationTypeNode } from 'graphql';
import { createVariables, type CoerceVariables } from '#platform/graphql/compiled/variables.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { Log } from '#platform/observability/log.ts';
import { refusalOf } from '../admission.ts';
import { refuseRequest, type PresentError, type RequestRefused } from '../errors.ts';
import type { FederationEngine } from '../federation/engine.ts';
import type { Client, GatewayHooks } from '../hooks.ts';
import type { CostOf } from './cost.ts';
import type { CheckDocument } from './document.ts';
import { rootFieldOf } from '../subscriptions/root-field.ts';
import { SYNCHRONOUS_COST } from '../turns/operation-turns.ts';
import { prepareOperation, type OperationRequest, type PreparedOperation } from './prepare.ts';
import { exceededVariables } from './variable-size.ts';
import { documentOf, type TrustedDocuments } from './trusted-documents.ts';

export interface AcceptDependencies {
  readonly hooks: Pick<GatewayHooks, 'admit'>;
  readonly engine: Pick<FederationEngine, 'supergraph'>;
  readonly check: CheckDocument;
  /** Null when any document may run. */
  readonly trusted: TrustedDocuments | null;
  readonly costOf: CostOf;
  readonly maxCost: number;
  /** Cost of one event of a stream that replays after a cursor. */
  readonly maxEventCost: number;
  readonly presentError: PresentError;
  readonly log: Log;
}

/** An operation that passed all checks, with its price. */
export interface PricedOperation extends PreparedOperation {
  readonly cost: number;
  /** Extensions of its answer that the client has requested; of a subscription, those of the first event. */
  readonly extensions: Readonly<Record<string, unknown>> | null;
}

type Accepted = PricedOperation | RequestRefused;

/** Runs a task of this cost when it is its client's turn. */
export type InTurn = (cost: number, task: () => Promise<Accepted>) => Promise<Accepted>;

/** Finds, checks and prices the operation of a request. */
export type AcceptRequest = (request: OperationRequest, client: Client, inTurn: InTurn) => Promise<Accepted>;

/** Cost of pricing introspection. */
const INTROSPECTION_COST = 2_000;
const INTROSPECTION = /__(schema|type)\b/;

/**
 * Creates the acceptance of requests. A document that is not cached is checked when it is its client's turn, and introspection is
 * priced then.
 */
export function createAcceptRequest(dependencies: AcceptDependencies): AcceptRequest {
  const { hooks, check, trusted, engine } = dependencies;
  const checkAdmitted = createAdmittedCheck(check, hooks);
  const coerce = createVariables(engine.supergraph.apiSchema);
  return async (request, client, inTurn) => {
    const query = documentOf(request, trusted);
    if (typeof query !== 'string') return query;
    const introspectionCost = INTROSPECTION.test(query) ? INTROSPECTION_COST : 0;
    const checkCost = check.knows(query) ? 0 : SYNCHRONOUS_COST;
    const accept = (): Accepted => priced(knownMembers(request, query), coerce, dependencies);
    if (introspectionCost + checkCost === 0) return accept();
    return inTurn(introspectionCost + checkCost, () => checkAdmitted(query, client, accept));
  };
}

/**
 * A request with its document, without members that the protocol does not know: a body may have 20,000 of them, to copy which takes
 * 20 ms.
 */
const knownMembers = (
  { operationName, variables, extensions }: OperationRequest,
  query: string,
): OperationRequest & { readonly query: string } => ({ query, operationName, variables, extensions });

/**
 * Creates the acceptance of requests whose document has to be checked. The check is charged to the client like a plan, before it
 * begins. A document that passes is charged when it is planned, so its charge is given back. Requests that come with the same
 * document meanwhile wait for its check.
 */
function createAdmittedCheck(check: CheckDocument, { admit }: Pick<GatewayHooks, 'admit'>) {
  const pending = new Map<string, Promise<unknown>>();
  const acceptNew = async (query: string, client: Client, accept: () => Accepted): Promise<Accepted> => {
    const work = { ...client, kind: 'document', cost: 0, operation: null } as const;
    const limited = refusalOf(await admit({ ...work, count: 1 }));
    if (limited) return limited;
    const accepted = accept();
    if (check.knows(query)) await admit({ ...work, count: -1 });
    return accepted;
  };
  return async (query: string, client: Client, accept: () => Accepted): Promise<Accepted> => {
    for (;;) {
      if (check.knows(query)) return accept();
      const other = pending.get(query);
      if (!other) break;
      // The document of the other request may be invalid, or its client refused: then its check counts for this one.
      await other.catch(() => undefined);
    }
    const accepting = acceptNew(query, client, accept);
    pending.set(query, accepting);
    try {
      return await accepting;
    } finally {
      pending.delete(query);
    }
  };
}

function priced(
  request: OperationRequest & { readonly query: string },
  coerce: CoerceVariables,
  dependencies: AcceptDependencies,
): Accepted {
  const { engine, check, costOf, presentError, log } = dependencies;
  const { supergraph } = engine;
  const exceeded = exceededVariables(request.variables);
  if (exceeded !== null) return refuseRequest(400, 'BAD_USER_INPUT', exceeded);
  const prepared = prepareOperation(supergraph.apiSchema, check, request, coerce);
  if ('errors' in prepared)
    return { status: 400, errors: prepared.errors.map((error) => presentError(error, log)) };
  const estimated = costOf(prepared);
  const limit = highestCost(prepared, dependencies);
  const cost = { estimated, limit };
  const extensions = request.extensions?.['cost'] === true ? { cost } : null;
  if (estimated <= limit) return { ...prepared, cost: estimated, extensions };
  const message = `The operation costs ${estimated}, and at most ${limit} is allowed. Request fewer fields or shorter lists.`;
  const errors = [presentError(graphqlError('OPERATION_TOO_COMPLEX', message), log)];
  return { status: 400, errors, ...(extensions && { extensions }) };
}

/** The highest cost of an operation. A stream that replays after a cursor runs its selection for thousands of events. */
function highestCost(
  { document, operation }: PreparedOperation,
  { engine, maxCost, maxEventCost }: AcceptDependencies,
): number {
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return maxCost;
  const policy = engine.supergraph.policies.get(rootFieldOf(document, operation).name);
  return policy?.cursor ? Math.min(maxEventCost, maxCost) : maxCost;
}
