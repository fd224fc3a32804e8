import type { HttpClient } from './http.ts';

/** A user of the broker, signed up for an attack. */
export interface Person {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly accountId: string;
}

export const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) {
  ... on Session { token expiresAt user { id accounts { id } } } ... on Refusal { rule } } }`;
export const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  ... on Session { token expiresAt } ... on Refusal { rule } } }`;
export const DEPOSIT = `mutation ($input: DepositInput!) { deposit(input: $input) {
  ... on Transfer { id } ... on Refusal { rule } } }`;

interface SignedUp {
  readonly data: {
    readonly signUp: {
      readonly token: string;
      readonly expiresAt: string;
      readonly user: { readonly accounts: readonly { readonly id: string }[] };
    };
  };
}

/** Signs a user up. Throws when the broker refuses it. */
export async function signUp(http: HttpClient, name: string): Promise<Person> {
  const email = `${name}@example.com`;
  const password = `correct horse ${name}`;
  const answer = await http.graphql(SIGN_UP, { input: { email, name: 'Ana Souza', password } });
  if (answer.status !== 200 || answer.code !== null)
    throw new Error(`sign-up failed: ${answer.status} ${answer.text}`);
  const { token, expiresAt, user } = (JSON.parse(answer.text) as SignedUp).data.signUp;
  return { email, password, token, expiresAt, accountId: user.accounts[0]?.id ?? '' };
}

/** The lowest price of today's band: a buy at it is accepted and rests. */
export async function lowestPrice(http: HttpClient, ticker: string): Promise<string> {
  const { text } = await http.graphql('query ($t: Ticker!) { asset(ticker: $t) { priceBand { low } } }', {
    t: ticker,
  });
  return /"low":"([^"]+)"/.exec(text)?.[1] ?? '1.00';
}
