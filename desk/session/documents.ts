import { BrokerError, ConnectionError, type GraphError } from '#sdk/src/index.ts';
import { isRecord } from '../state/stored.ts';
import type { Store } from '../state/store.ts';
import type { Session } from './session.ts';

/**
 * Reads a document that the gateway serves beside the graph, such as a note as PDF.
 *
 * @throws BrokerError when the gateway refuses it, ConnectionError without an answer
 */
export type ReadDocument = (path: string) => Promise<Blob>;

export const documentReader =
  (graphUrl: string, sessions: Pick<Store<Session | null>, 'get'>): ReadDocument =>
  async (path) => {
    const url = new URL(path, graphUrl).href;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${sessions.get()?.token ?? ''}` },
    }).catch((cause: unknown) => {
      throw new ConnectionError(`cannot reach ${url}`, { cause });
    });
    if (!response.ok) throw new BrokerError(errorsOf(response, await response.json().catch(() => null)));
    return response.blob();
  };

/** The errors of an answer, with the id of the request; an answer without any is one. */
function errorsOf({ status, headers }: Response, body: unknown): readonly GraphError[] {
  const given = isRecord(body) && Array.isArray(body['errors']) ? (body['errors'] as GraphError[]) : [];
  const errors = given.length > 0 ? given : [{ message: `status ${status}` }];
  const correlationId = headers.get('x-correlation-id');
  return errors.map((error) => ({
    ...error,
    extensions: { ...error.extensions, ...(correlationId !== null && { correlationId }) },
  }));
}
