import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSocket, post } from './client.ts';
import { codesOf, ORDERS } from './subscription-events.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';

/** A session token after its expiry counts as no token. */
let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

test('a token that has expired counts as none: public data is answered, and the header says why the rest is not', async () => {
  const expired = { authorization: `Bearer ${await at.token('ana', -1_000)}` };
  const open = await post(at.url, { query: '{ walletIsUp }' }, expired);
  expect([open.status, open.codes]).toEqual([200, []]);
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...expired },
    body: JSON.stringify({ query: '{ me { id } walletIsUp }' }),
  });
  expect(response.headers.get('www-authenticate')).toContain('The token has expired');
  expect(await response.json()).toMatchObject({
    data: { me: null, walletIsUp: true },
    errors: [{ path: ['me'], extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

test('a forged token is refused, expired or not', async () => {
  const [head = '', body = '', signature = ''] = (await at.token('ana', -1_000)).split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const other = Buffer.from(JSON.stringify({ ...claims, sub: 'usr_bia' })).toString('base64url');
  const forged = { authorization: `Bearer ${head}.${other}.${signature}` };
  const { status, codes } = await post(at.url, { query: '{ walletIsUp }' }, forged);
  expect([status, codes]).toEqual([401, ['UNAUTHENTICATED']]);
});

test('an expired token opens the socket as no token does, and the acknowledgement says so', async () => {
  const client = await openSocket(at.url);
  client.send({
    type: 'connection_init',
    payload: { authorization: `Bearer ${await at.token('ana', -1_000)}` },
  });
  await until(() => client.received.length > 0);
  expect(client.received[0]).toEqual({
    type: 'connection_ack',
    payload: {
      authorization: {
        ...{ accepted: false, code: 'UNAUTHENTICATED' },
        message: 'The token has expired. Sign in again.',
      },
    },
  });
  client.subscribe('1', '{ walletIsUp }');
  expect((await client.frames('1', 1))[0]?.payload).toEqual({ data: { walletIsUp: true } });
  client.subscribe('2', ORDERS, { id: 'ana' });
  expect(codesOf((await client.frames('2', 1))[0])).toEqual(['UNAUTHENTICATED']);
});
