import { BrokerError, type GraphError } from './errors.ts';

/** The data of an operation or event, and the errors of its fields that failed. */
export interface Result<Data> {
  /** A field that failed is null. */
  readonly data: Data;
  /** One error for each field that failed, with its path; empty when all worked. */
  readonly errors: readonly GraphError[];
}

/** Receives the errors of fields whose operation has returned data all the same. */
export type OnFieldErrors = (errors: readonly GraphError[], operationName: string | undefined) => void;

/** A response of the graph, over HTTP or as an event. */
export interface GraphResponse<Data> {
  readonly data?: Data | null | undefined;
  readonly errors?: readonly GraphError[] | undefined;
}

/** True for what the server may send as errors. */
export const areErrors = (errors: unknown): errors is readonly GraphError[] =>
  Array.isArray(errors) && errors.every((error) => typeof error === 'object' && error !== null);

/** True for a response of GraphQL; a proxy may send anything else. */
export function isResponse(body: unknown): body is GraphResponse<never> {
  if (typeof body !== 'object' || body === null) return false;
  const { data, errors } = body as { readonly data?: unknown; readonly errors?: unknown };
  return typeof data === 'object' ? errors === undefined || areErrors(errors) : areErrors(errors);
}

/** Reads a response. Throws BrokerError when the graph refused the operation as a whole. */
export function readResponse<Data>({ data, errors = [] }: GraphResponse<Data>): Result<Data> {
  if (data === undefined || data === null) throw new BrokerError(errors);
  return { data, errors };
}

/** True when errors have emptied every root field, so that the operation has no result. */
export const hasNoResult = ({ data, errors }: Result<unknown>): boolean =>
  errors.length > 0 && Object.values(data ?? {}).every((value) => value === null);

/** An operation without a result, on its way through repeats and renewals: at their end it is a result again. */
export class NoResult extends BrokerError {
  readonly result: Result<never>;

  constructor(result: Result<unknown>) {
    super(result.errors);
    this.result = result as Result<never>;
  }
}

/**
 * The error that has emptied the field at a path, or a field above it; null for none.
 *
 *   const { data, errors } = await broker.withErrors.account({ id });
 *   errorAt(errors, 'account', 'portfolio')?.extensions?.code // 'SERVICE_UNAVAILABLE'
 */
export const errorAt = (
  errors: readonly GraphError[],
  ...path: readonly (string | number)[]
): GraphError | null =>
  errors.find((error) => error.path !== undefined && error.path.every((step, at) => step === path[at])) ??
  null;
