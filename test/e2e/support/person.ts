import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { createClient, type BrokerClient } from '#sdk/src/index.ts';

/** A signed-up user with an account and a client. */
export interface Person {
  readonly broker: BrokerClient;
  readonly token: string;
  readonly userId: string;
  readonly accountId: string;
  readonly email: string;
}

export const anonymous = (url: string): BrokerClient => createClient({ url, webSocketImpl: WebSocket });

/** The result, which must not be a refusal: a refusal fails the test with its rule. */
export function granted<T extends { __typename: string }>(
  result: T | null,
): Exclude<T, { __typename: 'Refusal' }> {
  if (result && result.__typename !== 'Refusal') return result as Exclude<T, { __typename: 'Refusal' }>;
  throw new Error(`refused: ${JSON.stringify(result)}`);
}

export const PASSWORD = 'correct horse battery staple';

/** Signs up a new user and deposits cash. */
export async function newPerson(url: string, cash?: string): Promise<Person> {
  const broker = anonymous(url);
  const email = `${randomUUID()}@example.com`;
  const session = granted(
    (await broker.signUp({ input: { email, name: 'Ana Souza', password: PASSWORD } })).signUp,
  );
  broker.setToken(session.token);
  const accountId = session.user.accounts?.[0]?.id ?? '';
  if (cash !== undefined) {
    granted(
      (await broker.deposit({ input: { accountId, amount: cash, clientTransferId: randomUUID() } })).deposit,
    );
  }
  return { broker, token: session.token, userId: session.user.id, accountId, email };
}

/** Reads a stream until an event fits, and returns all events up to it. */
export async function until<T>(stream: AsyncIterable<T>, fits: (event: T) => boolean): Promise<T[]> {
  const seen: T[] = [];
  for await (const event of stream) {
    seen.push(event);
    if (fits(event)) return seen;
  }
  throw new Error(`the stream ended after ${seen.length} events, none of which fitted`);
}
