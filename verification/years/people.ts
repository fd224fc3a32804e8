import type { Random } from '#platform/random.ts';
import type { Graph } from './graph.ts';
import { moneyOf, SECURITIES } from './market.ts';
import type { Arrival } from './model/facts.ts';

/** A person with one or two accounts and an API key. */
export interface Person {
  readonly key: string;
  readonly accounts: readonly PersonAccount[];
}

export interface PersonAccount {
  readonly id: string;
  /** Shares that came from another custodian. */
  readonly arrivals: Arrival[];
}

const CASH = '5000000.00';
/** One person of so many has two accounts. */
const SECOND_ACCOUNT_EVERY = 8;

/** Signs up people until they have so many accounts together, each with cash and most with shares. */
export async function signUpPeople(
  graph: Graph,
  random: Random,
  accounts: number,
  today: string,
): Promise<Person[]> {
  const people: Person[] = [];
  for (let count = 0; count < accounts;) {
    const hasTwo = people.length % SECOND_ACCOUNT_EVERY === 1 && count + 2 <= accounts;
    const person = await signUp(graph, people.length, hasTwo);
    for (const account of person.accounts) {
      await deposit(graph, person.key, account.id);
      for (const { ticker } of SECURITIES)
        if (random() < 0.6) await bringShares(graph, person.key, account, { random, ticker, today });
    }
    people.push(person);
    count += person.accounts.length;
  }
  return people;
}

async function signUp(graph: Graph, number: number, hasTwo: boolean): Promise<Person> {
  const input = { email: `person-${number}@example.com`, name: 'Person', password: `a password ${number}` };
  const { signUp: session } = await graph.request<{
    signUp: { token: string; user: { accounts: { id: string }[] } };
  }>(
    null,
    `mutation ($input: SignUpInput!) { signUp(input: $input) { ... on Session { token user { accounts { id } } } } }`,
    { input },
  );
  const ids = session.user.accounts.map(({ id }) => id);
  if (hasTwo) {
    const { openAccount } = await graph.request<{ openAccount: { id: string } }>(
      session.token,
      `mutation { openAccount(name: "second") { ... on Account { id } } }`,
    );
    ids.push(openAccount.id);
  }
  const { createApiKey } = await graph.request<{ createApiKey: { secret: string } }>(
    session.token,
    `mutation { createApiKey(input: { name: "campaign", scopes: [READ, TRADE, TRANSFER] }) { ... on NewApiKey { secret } } }`,
  );
  return { key: createApiKey.secret, accounts: ids.map((id) => ({ id, arrivals: [] })) };
}

const deposit = (graph: Graph, key: string, accountId: string): Promise<unknown> =>
  graph.request(
    key,
    `mutation ($input: DepositInput!) { deposit(input: $input) { ... on Transfer { id } ... on Refusal { rule } } }`,
    { input: { accountId, amount: CASH, clientTransferId: 'cash' } },
  );

interface Shares {
  readonly random: Random;
  readonly ticker: string;
  readonly today: string;
}

/** Brings shares with any cost from another custodian. */
export async function bringShares(
  graph: Graph,
  key: string,
  account: PersonAccount,
  { random, ticker, today }: Shares,
): Promise<void> {
  const quantity = 1 + Math.floor(random() * 1_500);
  const cost = BigInt(quantity * 300 + Math.floor(random() * quantity * 2_500));
  const input = {
    accountId: account.id,
    ticker,
    quantity,
    totalCost: moneyOf(cost),
    clientTransferId: `shares-${account.arrivals.length}`,
  };
  const { depositShares } = await graph.request<{ depositShares: { id?: string; rule?: string } }>(
    key,
    `mutation ($input: DepositSharesInput!) { depositShares(input: $input) { ... on Transfer { id } ... on Refusal { rule } } }`,
    { input },
  );
  if (depositShares.id === undefined)
    throw new Error(`shares were refused: ${depositShares.rule ?? 'unknown'}`);
  account.arrivals.push({ day: today, ticker, quantity: BigInt(quantity), cost });
}
