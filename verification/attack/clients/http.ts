import { Agent, request, type IncomingHttpHeaders } from 'node:http';

/** An answer over HTTP. Status 0: the connection gave none, and `code` says why. */
export interface HttpAnswer {
  readonly status: number;
  /** The code of the first error, or the rule of a refusal in the first root field. */
  readonly code: string | null;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: number;
  readonly ms: number;
}

export interface PostOptions {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Another address than the client's own. */
  readonly url?: string;
  readonly method?: string;
}

/** A client with connections of its own. */
export interface HttpClient {
  post(body: string | Buffer, options?: PostOptions): Promise<HttpAnswer>;
  /** Sends an operation as JSON. */
  graphql(query: string, variables?: object, options?: PostOptions): Promise<HttpAnswer>;
  close(): void;
}

export interface HttpClientOptions {
  readonly url: string;
  /** Source address on this machine; the system's choice when absent. */
  readonly localAddress?: string | undefined;
  readonly maxSockets?: number;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { url, localAddress, maxSockets = 128, timeoutMs = TIMEOUT_MS } = options;
  const agent = new Agent({ keepAlive: true, maxSockets });
  const post: HttpClient['post'] = (body, { token, headers, url: other, method = 'POST' } = {}) =>
    send(other ?? url, body, {
      method,
      agent,
      timeout: timeoutMs,
      ...(localAddress !== undefined && { localAddress }),
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
  return {
    post,
    graphql: (query, variables = {}, given = {}) => post(JSON.stringify({ query, variables }), given),
    close: () => agent.destroy(),
  };
}

function send(url: string, body: string | Buffer, options: object): Promise<HttpAnswer> {
  const startMs = performance.now();
  return new Promise((resolve) => {
    const fail = (reason: string): void =>
      resolve({ status: 0, code: reason, headers: {}, text: '', bytes: 0, ms: performance.now() - startMs });
    const call = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => fail('broken answer'));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString();
        const { statusCode: status = 0, headers } = answer;
        const ms = performance.now() - startMs;
        resolve({ status, code: codeIn(text), headers, text, bytes: bytes.length, ms });
      });
    });
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.on('error', (error: NodeJS.ErrnoException) => {
      // The server may close an idle connection just when a request takes it: Node's documentation says to repeat it.
      if (call.reusedSocket && error.code === 'ECONNRESET') void send(url, body, options).then(resolve);
      else fail(error.code ?? error.message);
    });
    call.end(body);
  });
}

interface ResponseBody {
  readonly data?: Readonly<Record<string, { readonly rule?: string } | null>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** A rule. A random document may give this name to another field of a refusal. */
const RULE = /^[A-Z][A-Z_]*$/;

/** The code of the first error of a response, or the rule of a refusal; null for neither. */
function codeIn(text: string): string | null {
  const parsed = parse(text);
  const [error] = parsed?.errors ?? [];
  if (error) return error.extensions?.code ?? 'no code';
  const refused = Object.values(parsed?.data ?? {}).find((value) => RULE.test(value?.rule ?? ''));
  return refused?.rule ?? null;
}

function parse(text: string): ResponseBody | null {
  try {
    return JSON.parse(text) as ResponseBody | null;
  } catch {
    return null;
  }
}

/** The label of an answer in a tally. */
export const labelOf = ({ status, code }: HttpAnswer): string =>
  status === 0 ? `no answer: ${code}` : [status, code].filter((part) => part !== null).join(' ');
