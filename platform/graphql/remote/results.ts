import { GraphQLError, type ExecutionResult, type GraphQLFormattedError } from 'graphql';

/** Turns the errors of a result into GraphQLError: the gateway's executor and graphql-ws expect that class. */
export function readResult(value: unknown): ExecutionResult {
  const { errors, ...rest } = value as Omit<ExecutionResult, 'errors'> & {
    errors?: GraphQLFormattedError[];
  };
  return errors ? { ...rest, errors: errors.map(readError) } : rest;
}

/** An error as a subgraph has sent it. */
interface SentError {
  readonly message: string;
  readonly path?: GraphQLFormattedError['path'] | undefined;
  readonly extensions?: GraphQLFormattedError['extensions'] | undefined;
}

const readError = ({ message, path, extensions }: SentError): GraphQLError =>
  new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null });

/** Code of an error whose subgraph gave it none; Apollo's executor uses the same for queries. */
const NO_CODE = 'DOWNSTREAM_SERVICE_ERROR';

/** Reads an error that ends a stream. It always has a code. */
export const readFinalError = (error: SentError): GraphQLError =>
  readError({ ...error, extensions: { code: NO_CODE, ...error.extensions } });

/** Code of the error of a caller whom a subgraph refuses. */
export type CallerRefusal = 'UNAUTHENTICATED' | 'FORBIDDEN';

/** The error of a caller whom a subgraph refuses before it reads the operation. */
export const refusedCaller = (subgraph: string, code: CallerRefusal): GraphQLError =>
  new GraphQLError(`${subgraph} refuses this caller.`, { extensions: { code } });
