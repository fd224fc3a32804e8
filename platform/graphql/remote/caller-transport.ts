/**
 * How a request carries its caller's statement: in an HTTP header of our subgraphs and in the extensions of each stream, or
 * as `authorization`, in the HTTP header of that name and in the `connectionParams` of a socket for each caller.
 */
export type CallerTransport = 'statement' | 'authorization';

/** Returns the signature of a request with this body. */
export type Sign = (body: string) => string;
