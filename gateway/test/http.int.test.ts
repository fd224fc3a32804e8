import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { post } from './client.ts';
import { aliases, aliasesInFragment, bomb, nested, roots } from './complex-operations.ts';
import { IDENTITY_AWAY } from './fake-identity.ts';
import { startTestGateway, type TestGateway } from './start.ts';

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

const run = (query: string, variables?: object) => post(at.url, { query, variables });
const as = (token: string) => ({ authorization: `Bearer ${token}` });

describe('results', () => {
  test('a query is answered from several subgraphs', async () => {
    const { status, body } = await run(
      '{ quotes(tickers: ["PETR4"]) { last asset { name twin { ticker } } } }',
    );
    expect(body).toEqual({
      data: { quotes: [{ last: '1.00', asset: { name: 'Name of PETR4', twin: { ticker: 'PETR4F' } } }] },
    });
    expect(status).toBe(200);
  });

  test('introspection is exempt from the depth limit', async () => {
    const deep = `{ __schema { types { fields { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType
      { ofType { ofType { ofType { name } } } } } } } } } } } } } } }`;
    const { body, status } = await run(deep);
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
  });

  test('an error of a subgraph keeps its code and path, and shows no internals', async () => {
    const { body, status } = await run('{ quotes(tickers: ["NONE3"]) { last } }');
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      {
        message: 'Unknown tickers: NONE3.',
        path: ['quotes'],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  test('a bug of a subgraph is masked', async () => {
    const { body, codes } = await run('{ fails }');
    expect(codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(body)).not.toMatch(/secret|serviceName|stack/i);
  });

  test('a subgraph that is down is SERVICE_UNAVAILABLE for its fields only', async () => {
    at.down.add('market');
    const { body, codes, status } = await run(
      '{ marketStatus { phase } quotes(tickers: ["PETR4"]) { last } }',
    );
    const partial = await run('{ asset(ticker: "PETR4") { name } }');
    at.down.clear();
    expect(status).toBe(200);
    expect(codes).toEqual(['SERVICE_UNAVAILABLE']);
    expect(body).toMatchObject({ data: null, errors: [{ path: ['quotes'] }] });
    expect(partial.body).toEqual({ data: { asset: { name: 'Name of PETR4' } } });
  });

  test('the answer has the correlation id of the request', async () => {
    const answer = await post(at.url, { query: '{ walletIsUp }' }, { 'x-correlation-id': 'abc-1' });
    expect(answer.headers.get('x-correlation-id')).toBe('abc-1');
  });
});

describe('callers', () => {
  test('a request without a token is anonymous', async () => {
    expect((await run('{ walletIsUp }')).body).toEqual({ data: { walletIsUp: true } });
    expect((await run('{ me { id } }')).codes).toEqual(['UNAUTHENTICATED']);
  });

  test('a token names its user', async () => {
    const { body } = await post(at.url, { query: '{ me { id accounts } }' }, as(await at.token('ana')));
    expect(body).toEqual({ data: { me: { id: 'ana', accounts: ['account of ana'] } } });
  });

  test('the rest of an operation after a sign-in runs as the signed-in user', async () => {
    const { body } = await run('mutation { signIn(email: "bia") { token user { id accounts } } }');
    expect(body).toEqual({
      data: { signIn: { token: 'token', user: { id: 'bia', accounts: ['account of bia'] } } },
    });
  });

  test('a request with a token keeps its user when another user signs in within it', async () => {
    const query = 'mutation { signIn(email: "bia") { user { accounts } } }';
    const { codes } = await post(at.url, { query }, as(await at.token('ana')));
    expect(codes).toEqual(['NOT_FOUND']);
  });

  const forged = async (): Promise<string> => {
    const { privateKey } = await generateKeyPair('EdDSA');
    return at.signedBy(privateKey, 'key_1', 'ana');
  };
  test.each<[string, () => Promise<string>]>([
    ['forged', async () => `Bearer ${await forged()}`],
    ['no JWT', async () => 'Bearer nonsense'],
    ['not a bearer', async () => 'Basic YTpi'],
    ['cut off', async () => `Bearer ${(await at.token('ana')).slice(0, -9)}`],
    ['unsigned', async () => `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"sub":"ana","exp":9e9}')}.`],
    [
      'of another key id',
      async () => {
        const { privateKey } = await generateKeyPair('EdDSA');
        return `Bearer ${await at.signedBy(privateKey, 'key_9', 'ana')}`;
      },
    ],
    ['with bytes that are not ASCII', async () => 'Bearer \u00e9\u00e9'],
  ])('a token that is %s is refused whatever the operation', async (_name, make) => {
    for (const query of ['{ walletIsUp }', '{ me { id } }', '{ nonsense']) {
      const { status, codes } = await post(at.url, { query }, { authorization: await make() });
      expect([status, codes]).toEqual([401, ['UNAUTHENTICATED']]);
    }
  });

  test('a new key is fetched when a token names it, and a flood of unknown keys causes no fetch', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    const { exportJWK } = await import('jose');
    at.identity.publishedKeys.push({ ...(await exportJWK(publicKey)), kid: 'key_2' });
    at.clock.advance(10_000);
    const token = await at.signedBy(privateKey, 'key_2', 'ana');
    expect((await post(at.url, { query: '{ me { id } }' }, as(token))).status).toBe(200);
    const { keyFetches } = at.identity;
    const unknown = await at.signedBy(privateKey, 'key_3', 'ana');
    await Promise.all(
      Array.from({ length: 20 }, () => post(at.url, { query: '{ me { id } }' }, as(unknown))),
    );
    expect(at.identity.keyFetches).toBe(keyFetches);
  });

  test('a token with an unknown key is SERVICE_UNAVAILABLE, not refused, while identity does not answer', async () => {
    at.clock.advance(10_000);
    at.identity.failure = IDENTITY_AWAY;
    const { privateKey } = await generateKeyPair('EdDSA');
    const token = await at.signedBy(privateKey, 'key_4', 'ana');
    const { status, codes } = await post(at.url, { query: '{ me { id } }' }, as(token));
    at.identity.failure = null;
    expect([status, codes]).toEqual([503, ['SERVICE_UNAVAILABLE']]);
  });
});

describe('limits', () => {
  test.each([
    ['15 levels', nested(15)],
    ['50 aliases', aliases(50)],
    ['20 root fields', roots(20)],
    ['one sign-in', 'mutation { signIn(email: "a") { token } }'],
  ])('%s are accepted', async (_name, query) => {
    const { status, body } = await run(query);
    expect(body.errors).toBeUndefined();
    expect(status).toBe(200);
  });

  test.each([
    ['16 levels', nested(16)],
    ['10,000 levels', nested(10_000)],
    ['51 aliases', aliases(51)],
    ['52 aliases in a fragment spread twice', aliasesInFragment(26)],
    ['21 root fields', roots(21)],
    ['two sign-ins', 'mutation { a: signIn(email: "a") { token } signUp(email: "a") { token } }'],
    ['fragments that multiply', bomb(60)],
    ['too many fields', `{ asset(ticker: "A") { ${'name '.repeat(3_000)} } }`],
    ['too many tokens', `{ asset(ticker: [${'[]'.repeat(11_000)}]) { name } }`],
    ['too many characters', `{ asset(ticker: "${'A'.repeat(33_000)}") { name } }`],
  ])('%s are OPERATION_TOO_COMPLEX', async (_name, query) => {
    const { status, codes } = await run(query);
    expect([status, codes]).toEqual([400, ['OPERATION_TOO_COMPLEX']]);
  });

  test('validation refuses a cycle of fragments', async () => {
    const { status, codes } = await run(
      '{ asset(ticker: "A") { ...F } } fragment F on Asset { name ...G } fragment G on Asset { twin { ...F } }',
    );
    expect(status).toBe(400);
    expect(new Set(codes)).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
  });

  test('a body over 256 KiB is 413', async () => {
    const { status, codes } = await run(`{ walletIsUp } # ${'x'.repeat(256 * 1024)}`);
    expect([status, codes]).toEqual([413, ['BAD_USER_INPUT']]);
  });
});

describe('bad requests', () => {
  test.each<[string, unknown, string]>([
    ['a syntax error', { query: '{ walletIsUp' }, 'GRAPHQL_PARSE_FAILED'],
    ['an empty document', { query: '' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing argument', { query: '{ asset { name } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a missing variable', { query: 'query($t: Ticker!) { asset(ticker: $t) { name } }' }, 'BAD_USER_INPUT'],
    [
      'a variable of the wrong type',
      { query: 'query($t: Ticker!) { asset(ticker: $t) { name } }', variables: { t: 7 } },
      'BAD_USER_INPUT',
    ],
    ['no query', { variables: {} }, 'BAD_USER_INPUT'],
    ['a query that is no string', { query: 7 }, 'BAD_USER_INPUT'],
    ['variables that are a list', { query: '{ walletIsUp }', variables: [] }, 'BAD_USER_INPUT'],
    ['extensions that are a list', { query: '{ walletIsUp }', extensions: [] }, 'BAD_USER_INPUT'],
    ['extensions that are a string', { query: '{ walletIsUp }', extensions: 'x' }, 'BAD_USER_INPUT'],
    ['variables that are a string', { query: '{ walletIsUp }', variables: 'x' }, 'BAD_USER_INPUT'],
    ['an operation name that is a number', { query: '{ walletIsUp }', operationName: 1 }, 'BAD_USER_INPUT'],
    ['an unknown operation name', { query: '{ walletIsUp }', operationName: 'X' }, 'BAD_USER_INPUT'],
    [
      'two operations and no name',
      { query: 'query A { walletIsUp } query B { walletIsUp }' },
      'BAD_USER_INPUT',
    ],
    ['fragments only', { query: 'fragment F on Asset { name }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a batch', [{ query: '{ walletIsUp }' }], 'BAD_USER_INPUT'],
    ['null', 'null', 'BAD_USER_INPUT'],
    ['a string', '"{ walletIsUp }"', 'BAD_USER_INPUT'],
    ['no JSON', '{ walletIsUp }', 'BAD_USER_INPUT'],
    ['nothing', '', 'BAD_USER_INPUT'],
    ['a subscription', { query: 'subscription { marketStatus { phase } }' }, 'BAD_USER_INPUT'],
  ])('%s is 4xx', async (_name, body, code) => {
    const { status, codes, body: answer } = await post(at.url, body);
    expect([status, codes[0]]).toEqual([400, code]);
    expect(JSON.stringify(answer.errors)).not.toContain('\\n');
  });

  test('one message names every fault of a body', async () => {
    const { body } = await post(at.url, { query: 7, variables: [] });
    expect(JSON.stringify(body.errors)).toMatch(/query: [^;]+; variables: /);
  });

  test.each(['1e3', ' 1', '', '1.', '--1', '9'.repeat(400), 'NaN', 1.5, true, [], {}])(
    '%j is no Decimal, as a variable',
    async (price) => {
      const { status, codes } = await run('query($price: Decimal) { echo(price: $price) }', { price });
      expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
    },
  );

  test.each(['"1e3"', '1.5', '""', 'true', 'PETR4', '{a: 1}', '99999999999999999999'])(
    '%s is no Decimal, as a literal',
    async (price) => {
      const { status, codes } = await run(`{ echo(price: ${price}) }`);
      expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
    },
  );

  test('well-formed scalars reach the subgraph unchanged', async () => {
    const { body } = await run('query($p: Decimal) { echo(price: $p, count: 7) }', { p: '28.90' });
    expect(body).toEqual({ data: { echo: '{"price":"28.90","count":7}' } });
  });

  test('an error repeats the begin of a long value alone', async () => {
    const price = 'x'.repeat(100_000);
    const { status, body } = await run('query($price: Decimal) { echo(price: $price) }', { price });
    expect([status, JSON.stringify(body).length < 2_000]).toEqual([400, true]);
  });

  test('other content types are refused', async () => {
    const form = await post(at.url, 'query={walletIsUp}', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    const text = await post(at.url, '{"query":"{ walletIsUp }"}', { 'content-type': 'text/plain' });
    expect([form.status, text.status]).toEqual([415, 400]);
  });

  test('no body and no document causes an internal error', async () => {
    const word = fc.constantFrom('{', '}', '(', ')', '...', 'query', 'subscription', 'mutation', 'fragment', 'F', 'on', 'Asset', '@include', '@skip(if: $x)', '$x', ':', 'Boolean', '!', '[', ']', '"', '"""', 'asset', 'ticker', '"A"', 'name', 'twin', '__typename', 'null', '1e999', '\\', '\u0000', 'quotes', 'tickers', 'last', 'me', 'id'); // prettier-ignore
    const document = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));
    const body = fc.oneof(
      fc.record({ query: document, variables: fc.option(fc.dictionary(fc.string(), fc.jsonValue())) }),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(body, async (anything) => {
        const { status, codes } = await post(at.url, JSON.stringify(anything));
        expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );
  });
});

test('the readiness follows a subgraph that is down, and metrics count refusals and sockets', async () => {
  expect((await fetch(`${at.url}/health/ready`)).status).toBe(200);
  at.down.add('wallet');
  at.clock.advance(1_000);
  const ready = await fetch(`${at.url}/health/ready`);
  const checks = await at.gateway.readiness();
  at.down.clear();
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready' }]);
  expect(checks.filter((one) => !one.ready).map(({ name }) => name)).toEqual(['subgraph wallet']);
  expect((await fetch(`${at.url}/metrics`)).status).toBe(404);
  const metrics = await at.metrics.text();
  expect(metrics).toMatch(/gateway_refused_total\{code="OPERATION_TOO_COMPLEX"\} [1-9]/);
  expect(metrics).toContain('gateway_sockets 0');
});
