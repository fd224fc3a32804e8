import { createHash } from 'node:crypto';
import { z } from 'zod';
import { refuseRequest, type RequestRefused } from '../errors.ts';
import type { OperationRequest } from './prepare.ts';

/** Documents that may run, by the SHA-256 of their text in hex. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const SHA_256 = /^[0-9a-f]{64}$/;
const PREFIX = 'sha256:';
/** The hash of a document, as Apollo's clients send it. */
const persistedQuerySchema = z.object({
  persistedQuery: z.looseObject({ sha256Hash: z.string().optional() }),
});

export const documentHash = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Parses a manifest of trusted documents: one JSON object that maps each hash to its document.
 *
 * @throws Error when the text is no manifest, or a document does not have its hash
 */
export function parseManifest(json: string): TrustedDocuments {
  const entries = Object.entries(z.record(z.string().regex(SHA_256), z.string()).parse(JSON.parse(json)));
  const wrong = entries.find(([hash, text]) => documentHash(text) !== hash);
  if (wrong) throw new Error(`the document of ${wrong[0]} has another hash: ${documentHash(wrong[1])}`);
  return new Map(entries);
}

/** A request by hash while the gateway takes texts. Status and message are Apollo's: its clients then send the document itself. */
const NOT_SUPPORTED = refuseRequest(200, 'PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
const NOT_TRUSTED = refuseRequest(
  400,
  'PERSISTED_QUERY_NOT_IN_LIST',
  'This gateway runs registered documents only, and this one is not registered. Send the exact text of a registered document, or its hash.',
);

/**
 * Finds the document of a request: by its text or its hash. A hash comes as `documentId` ("sha256:HASH", as in the
 * persisted documents of GraphQL over HTTP) or as Apollo's `extensions.persistedQuery`.
 *
 * @param trusted null when any document may run; a hash is then refused, since the gateway stores no documents of clients
 */
export function documentOf(
  request: OperationRequest,
  trusted: TrustedDocuments | null,
): string | RequestRefused {
  const hash = hashOf(request);
  const text = request.query ?? '';
  if (trusted === null) return text === '' && hash !== null ? NOT_SUPPORTED : text;
  return (hash === null ? undefined : trusted.get(hash)) ?? trusted.get(documentHash(text)) ?? NOT_TRUSTED;
}

/** The hash in a request: null without one, empty text for a malformed one. */
export function hashOf({ documentId, extensions }: OperationRequest): string | null {
  // Most requests have none: an error of the schema takes as long as their other checks.
  const persisted =
    extensions?.['persistedQuery'] === undefined ? null : persistedQuerySchema.safeParse(extensions);
  if (persisted?.success) return persisted.data.persistedQuery.sha256Hash ?? '';
  if (typeof documentId !== 'string') return null;
  return documentId.startsWith(PREFIX) ? documentId.slice(PREFIX.length) : '';
}
