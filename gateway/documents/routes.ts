import type { FastifyInstance, FastifyReply } from 'fastify';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import type { DocumentAnswer, WalletDocumentsRpc } from '#contracts/calls/wallet-documents.ts';
import { forbidden, graphqlError, notFound, unauthenticated } from '#platform/graphql/errors.ts';
import { isUnavailable } from '#platform/rpc/unavailable.ts';
import { refuseRequest, type RequestRefused } from '../core/errors.ts';
import type { Caller } from '../core/hooks.ts';
import { documentStream, type DocumentPart, type ReadPart } from './document-stream.ts';
import type { Arrive } from '../core/http/arrival.ts';

export interface DocumentRoutesDependencies {
  readonly identity: Pick<IdentityRpc, 'nameOf'>;
  readonly documents: WalletDocumentsRpc;
}

/** The scope that a document needs, as the fields that lead to it. */
const SCOPE = 'READ';

/** Any page may read, as from the graph, whose route answers the preflight: browsers attach no credentials by themselves. */
const HEADERS = {
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'content-disposition, x-correlation-id, retry-after, ratelimit-policy, ratelimit',
};

/** Id of a note with the format of the document. */
const NOTE_FILE = /^([A-Za-z0-9_-]{1,90})\.(pdf|csv)$/;
const YEAR = /^[1-9]\d{3}$/;

/**
 * Serves the documents of the wallet to their owner: GET /notes/ID.pdf and .csv, GET /taxes/YEAR/positions.csv. Requests are
 * admitted and authenticated as those of the graph, by `Authorization: Bearer TOKEN`; the scope is READ. A document of another
 * user does not exist. No cache may store an answer.
 */
export const createDocumentRoutes =
  ({ identity, documents }: DocumentRoutesDependencies) =>
  (app: FastifyInstance, arrive: Arrive): void => {
    const note = async (userId: string, file: string): Promise<ReadPart> => {
      const [, noteId = '', extension] = NOTE_FILE.exec(file) ?? [];
      if (noteId === '') return readNothing;
      const clientName = (await identity.nameOf({ userId }))?.name ?? userId;
      const format = extension === 'pdf' ? 'PDF' : 'CSV';
      return (offset) => documents.note({ userId, clientName, noteId, format, offset });
    };
    const positions = async (userId: string, year: string): Promise<ReadPart> =>
      YEAR.test(year)
        ? (offset) => documents.yearPositions({ userId, year: Number(year), offset })
        : readNothing;

    const serve = (url: string, readerFor: (userId: string, parameter: string) => Promise<ReadPart>) =>
      app.get<{ Params: { parameter: string } }>(url, async (request, reply) => {
        reply.headers(HEADERS);
        const arrival = await arrive(request, reply);
        if ('status' in arrival) return refuse(reply, arrival);
        const userId = readerOf(arrival.client.caller);
        if (typeof userId !== 'string') return refuse(reply, userId);
        const answer = async (): Promise<FastifyReply> => {
          const readPart = await readerFor(userId, request.params.parameter);
          return send(reply, await readPart(0), readPart);
        };
        return answer().catch((error: unknown) => refuse(reply, unavailable(error)));
      });
    serve('/notes/:parameter', note);
    serve('/taxes/:parameter/positions.csv', positions);
  };

const readNothing: ReadPart = async () => ({ outcome: 'NOT_FOUND' });

const TYPES: Readonly<Record<DocumentPart['format'], string>> = {
  PDF: 'application/pdf',
  CSV: 'text/csv; charset=utf-8',
};

/** The user who may read documents by this credential, or the refusal. */
function readerOf(caller: Caller | null): string | RequestRefused {
  if (!caller?.isValid() || caller.subject === null) return refusalOf(401, unauthenticated());
  if (caller.scopes !== null && !caller.scopes.has(SCOPE))
    return refusalOf(403, forbidden('A document', SCOPE));
  return caller.subject;
}

function unavailable(error: unknown): RequestRefused {
  if (!isUnavailable(error)) throw error;
  return refuseRequest(503, 'SERVICE_UNAVAILABLE', 'The document cannot be made now. Try again.');
}

function send(reply: FastifyReply, answer: DocumentAnswer, readPart: ReadPart): FastifyReply {
  if (answer.outcome === 'NOT_FOUND') return refuse(reply, refusalOf(404, notFound('The document')));
  if (answer.outcome === 'BUSY') {
    const busy = graphqlError('SERVICE_UNAVAILABLE', 'Too many documents are being made now. Try again.');
    return refuse(reply, refusalOf(503, busy));
  }
  const { fileName, format, size } = answer;
  return reply
    .type(TYPES[format])
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('x-content-type-options', 'nosniff')
    .header('content-length', size)
    .send(documentStream(answer, readPart));
}

const refusalOf = (
  status: number,
  { message, extensions }: ReturnType<typeof graphqlError>,
): RequestRefused => ({ status, errors: [{ message, extensions }] });

/** Refuses as the graph does: errors as JSON. */
function refuse(reply: FastifyReply, { status, errors, headers = {} }: RequestRefused): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.status(status).headers(headers).type('application/json; charset=utf-8').send({ errors });
}
