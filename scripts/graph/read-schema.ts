import { readFile } from 'node:fs/promises';
import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { StartError } from '#platform/process/start-error.ts';
import { fileError } from './file-error.ts';
import { schemaFromSdl } from './schema-from-sdl.ts';

/** An answer of a slow server is awaited for this time. */
const TIMEOUT_MS = 30_000;
const INTROSPECTION = getIntrospectionQuery({ descriptions: false, inputValueDeprecation: true });

/**
 * Reads a schema from an SDL file, from the URL of one, or from a GraphQL endpoint by introspection.
 * Throws StartError with one line when the source cannot be read or holds no schema.
 */
export async function readSchema(source: string): Promise<GraphQLSchema> {
  if (/^https?:\/\//.test(source)) return schemaFromUrl(source);
  const sdl = await readFile(source, 'utf8').catch((error: unknown) => {
    throw fileError(source, 'read', error);
  });
  return schemaFromSdl(sdl, source);
}

/** An endpoint answers the introspection query; any other server gets a GET for the SDL. */
async function schemaFromUrl(url: string): Promise<GraphQLSchema> {
  const posted = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify({ query: INTROSPECTION }),
  });
  const answer = parseJson(posted.body);
  if (answer !== null) return schemaFromAnswer(answer, url);
  const got = await request(url, { method: 'GET' });
  if (got.status !== 200)
    throw new StartError(`${url} answered introspection with ${posted.status} and GET with ${got.status}`);
  return schemaFromSdl(got.body, url);
}

interface Answer {
  readonly data?: IntrospectionQuery | null;
  readonly errors?: readonly { readonly message?: string }[];
}

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && ('data' in value || 'errors' in value);

/** A GraphQL answer; null for any other text. */
function parseJson(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return isAnswer(value) ? value : null;
  } catch {
    return null;
  }
}

function schemaFromAnswer({ data, errors }: Answer, url: string): GraphQLSchema {
  if (!data)
    throw new StartError(`${url} refuses introspection: ${oneLine(errors?.[0]?.message ?? 'no data')}`);
  try {
    return buildClientSchema(data);
  } catch (error) {
    throw new StartError(`${url} answers introspection with no valid schema: ${firstLine(error)}`, {
      cause: error,
    });
  }
}

async function request(url: string, init: RequestInit): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new StartError(`${url} cannot be reached: ${firstLine(reason)}`, { cause: error });
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** First line of an error's message, or its code: an error of several addresses has no message of its own. */
function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : error.name;
  return error.message.split('\n', 1)[0] || code;
}
