import { WebSocket } from 'ws';
import { createClient, type GraphDocument } from '#sdk/src/index.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSocket, type TestSocket } from './client.ts';
import { startTestGateway, until, type TestGateway } from './start.ts';
import { codesOf, ORDERS } from './subscription-events.ts';

let at: TestGateway;
beforeAll(async () => {
  at = await startTestGateway();
});
afterAll(() => at.gateway.stop());

describe('a newer token in a ping', () => {
  const signIn = async (userId: string, lifetimeMs: number): Promise<TestSocket> =>
    openSocket(at.url, { authorization: `Bearer ${await at.token(userId, lifetimeMs)}` });
  const pongs = ({ received }: TestSocket) => received.filter(({ type }) => type === 'pong');
  /** Sends a token in a ping and resolves with the answer in its pong. */
  async function renew(client: TestSocket, authorization: string): Promise<unknown> {
    const count = pongs(client).length;
    client.send({ type: 'ping', payload: { authorization } });
    await until(() => pongs(client).length > count);
    return (pongs(client).at(-1)?.payload as { authorization: unknown }).authorization;
  }

  test('of the same user prolongs the private streams of its socket', async () => {
    const ana = await signIn('ana', 60_000);
    ana.subscribe('mine', ORDERS, { id: 'ana' });
    await until(() => at.fixture.orders.readers === 1);
    at.clock.advance(50_000);
    expect(await renew(ana, `Bearer ${await at.token('ana', 60_000)}`)).toEqual({
      accepted: true,
      expiresAt: new Date(at.clock.nowMs() + 60_000).toISOString(),
    });
    at.clock.advance(59_000);
    // Its owner is read with the statement of the newer token.
    at.fixture.orders.emit({ accountId: 'ana', number: 1 });
    expect((await ana.frames('mine', 1))[0]).toMatchObject({ type: 'next' });
    ana.subscribe('query', '{ me { id } }');
    expect((await ana.frames('query', 1))[0]?.payload).toEqual({ data: { me: { id: 'ana' } } });
    at.clock.advance(2_000);
    expect(codesOf((await ana.frames('mine', 2))[1])).toEqual(['UNAUTHENTICATED']);
    await until(() => at.fixture.orders.readers === 0);
  });

  test('is taken after the one before has expired, and may end earlier than that', async () => {
    const ana = await signIn('ana', 60_000);
    at.clock.advance(61_000);
    expect(await renew(ana, `Bearer ${await at.token('ana', 60_000)}`)).toMatchObject({ accepted: true });
    ana.subscribe('mine', ORDERS, { id: 'ana' });
    await until(() => at.fixture.orders.readers === 1);
    expect(await renew(ana, `Bearer ${await at.token('ana', 10_000)}`)).toMatchObject({ accepted: true });
    at.clock.advance(11_000);
    expect(codesOf((await ana.frames('mine', 1))[0])).toEqual(['UNAUTHENTICATED']);
  });

  test.each<[string, () => Promise<string>, string]>([
    ['of another user', async () => `Bearer ${await at.token('bia')}`, 'UNAUTHENTICATED'],
    ['that has expired', async () => `Bearer ${await at.token('ana', -1_000)}`, 'UNAUTHENTICATED'],
    ['that is none', async () => 'Bearer nonsense', 'UNAUTHENTICATED'],
    ['that is empty', async () => '', 'UNAUTHENTICATED'],
  ])('%s is refused; the token before stays', async (_name, make, code) => {
    const ana = await signIn('ana', 60_000);
    expect(await renew(ana, await make())).toMatchObject({ accepted: false, code });
    ana.subscribe('1', '{ me { id } }');
    expect((await ana.frames('1', 1))[0]?.payload).toEqual({ data: { me: { id: 'ana' } } });
    expect(JSON.stringify(pongs(ana))).not.toContain('Bearer');
  });

  test('of an anonymous socket is refused', async () => {
    const client = await openSocket(at.url, {});
    expect(await renew(client, `Bearer ${await at.token('ana')}`)).toMatchObject({ accepted: false });
    client.subscribe('1', '{ me { id } }');
    expect(JSON.stringify((await client.frames('1', 1))[0])).toContain('UNAUTHENTICATED');
  });
});

test('the SDK sends a newer token on its open socket', async () => {
  let pongs = 0;
  class ListeningWebSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      this.on('message', (data: Buffer) => (pongs += data.toString().includes('"accepted":true') ? 1 : 0));
    }
  }
  const broker = createClient({
    url: `${at.url}/graphql`,
    token: await at.token('ana', 60_000),
    webSocket: ListeningWebSocket,
  });
  const document = ORDERS as GraphDocument<{ orders: { cursor: string } }, { id: string }>;
  const events = broker.subscribe(document, { id: 'ana' });
  const first = events.next();
  await until(() => at.fixture.orders.readers === 1);
  at.clock.advance(50_000);
  broker.setToken(await at.token('ana', 60_000));
  await until(() => pongs === 1);
  at.clock.advance(30_000);
  at.fixture.orders.emit({ accountId: 'ana', number: 7 });
  expect((await first).value?.orders.cursor).toBe('7');
  await broker.close();
});
