import { getNamedType, isLeafType, isUnionType, type GraphQLField } from 'graphql';
import { post, RawSocket } from '../raw.ts';

/**
 * Outcome of one operation: `REFUSED` before it was read, `UNAUTHENTICATED` or `FORBIDDEN` at its root field, `HIDDEN` for an
 * object that does not exist for the caller, `ALLOWED` for anything else, another code as it is.
 */
export type Outcome = string;

/** Rules of refusals that hide an object of another user. */
const HIDING = ['ACCOUNT_NOT_FOUND', 'ORDER_NOT_FOUND'];

type Field = GraphQLField<unknown, unknown>;

/** Writes an operation of one root field with all arguments as variables. */
export function documentFor(kind: string, field: Field, variables: object): string {
  const used = field.args.filter(({ name }) => Object.hasOwn(variables, name));
  const definitions = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const values = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const type = getNamedType(field.type);
  const refusal = isUnionType(type) ? '... on Refusal { rule }' : '';
  const selection = isLeafType(type) ? '' : `{ __typename ${refusal} }`;
  return `${kind.toLowerCase()} ${definitions && `(${definitions})`} { ${field.name} ${values && `(${values})`} ${selection} }`;
}

interface Payload {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

function outcomeOf(field: string, { data, errors = [] }: Payload): Outcome {
  const [error] = errors;
  const code = error?.extensions?.code;
  if (error) return code === 'NOT_FOUND' ? 'HIDDEN' : (code ?? 'NO CODE');
  const values = [data?.[field]].flat();
  const isHidden = (value: unknown): boolean =>
    value === null || value === false || HIDING.includes(String((value as { rule?: string }).rule));
  return values.every(isHidden) ? 'HIDDEN' : 'ALLOWED';
}

/** The outcome of a query or mutation over HTTP. */
export async function outcomeOverHttp(
  url: string,
  field: string,
  query: string,
  variables: object,
  token: string | undefined,
): Promise<Outcome> {
  const { status, body } = await post(url, query, { variables, ...(token !== undefined && { token }) });
  return status === 401 ? 'REFUSED' : outcomeOf(field, body);
}

/** One caller's socket; null when its credential was refused. */
export async function openSocketOf(url: string, token: string | undefined): Promise<RawSocket | null> {
  const socket = await RawSocket.open(url, token === undefined ? {} : { authorization: `Bearer ${token}` });
  const closed = socket.closed.then((code) => code);
  const first = await Promise.race([socket.next(), closed]);
  if (typeof first !== 'number') return socket;
  if (first !== 4403) throw new Error(`the socket was closed with ${first}`);
  return null;
}

let operations = 0;

/** The outcome of a subscription: its first frame, or ALLOWED when it is open without an event after another operation has run. */
export async function outcomeOverSocket(
  socket: RawSocket,
  field: string,
  query: string,
  variables: object,
  hasEvents: boolean,
): Promise<Outcome> {
  operations += 1;
  const [id, other] = [`stream ${operations}`, `query ${operations}`];
  socket.subscribe(id, query, variables);
  const first = socket.next(id);
  if (!hasEvents) socket.subscribe(other, '{ quotes(tickers: ["PETR4"]) { last } }');
  const frame = await (hasEvents ? first : Promise.race([first, socket.next(other)]));
  socket.send({ id, type: 'complete' });
  if (frame.id === other) return 'ALLOWED';
  if (frame.type === 'next') return outcomeOf(field, frame.payload as Payload);
  return outcomeOf(field, { errors: frame.payload as NonNullable<Payload['errors']> });
}

/** The HTTP status of a document for each outcome. */
export const STATUSES: Readonly<Record<Outcome, number>> = {
  ALLOWED: 200,
  HIDDEN: 404,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  REFUSED: 401,
};

/** The HTTP status of a document of the gateway. */
export async function statusOf(url: string, path: string, token: string | undefined): Promise<number> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, url), { headers });
  await response.arrayBuffer();
  return response.status;
}
