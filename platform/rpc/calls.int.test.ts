import { setImmediate } from 'node:timers/promises';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { createHttpServer } from '../http/server.ts';
import { createMetrics } from '../observability/metrics.ts';
import { silentLog } from '../observability/log.ts';
import { createWallClock } from '../time/clock.ts';
import { createIdSource } from '../ids.ts';
import { createRequestSignatures, SIGNATURE_HEADER } from '../security/request-signatures.ts';
import { createStatements } from '../security/statements.ts';
import { callsContract, sampleContract, sampleImplementation, type SampleCalls } from './calls.contract.ts';
import { createLocalCalls, RpcFailed, RpcUnavailable } from './local.ts';
import { createRemoteCalls } from './remote.ts';
import { serveCalls } from './serve.ts';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';
import { freePort } from '#test/support/network/free-port.ts';

const wallClock = createWallClock();
const key = new Uint8Array(32).fill(7);
const signatures = createRequestSignatures(key, wallClock);

function httpServer(port: number) {
  return createHttpServer({
    name: 'sample',
    host: '127.0.0.1',
    port,
    bodyLimitBytes: 100_000,
    readiness: async () => [],
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
    metrics: createMetrics(),
  });
}

async function serveSample(implementation: SampleCalls | null, port = 0) {
  const http = httpServer(port);
  serveCalls(http.app, {
    contract: sampleContract,
    implementation: () => implementation,
    signatures,
    log: silentLog,
  });
  const { url } = await http.listen();
  onTestFinished(() => http.close());
  return { http, url };
}

const remote = (url: string, options: object = {}) => {
  const made = createRemoteCalls(sampleContract, { url, signatures, service: 'test', ...options });
  onTestFinished(() => made.close());
  return made.calls;
};

callsContract('local', async () => {
  const { calls, bind } = createLocalCalls(sampleContract);
  return { calls, implement: async (implementation) => bind(implementation), close: async () => undefined };
});

callsContract('remote', async () => {
  const port = await freePort();
  const { calls, close } = createRemoteCalls(sampleContract, {
    url: `http://127.0.0.1:${port}`,
    signatures,
    service: 'test',
  });
  const implement = async (implementation: SampleCalls) => void (await serveSample(implementation, port));
  return { calls, implement, close };
});

describe('remote calls', () => {
  const post = async (url: string, signature: string | null, body: string) => {
    const signed = signature === null ? {} : { [SIGNATURE_HEADER]: signature };
    const headers = { 'content-type': 'application/json', ...signed };
    const response = await fetch(`${url}/calls/sample/add`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };

  test('a call is refused without a signature of this body for this service', async () => {
    const { url } = await serveSample(sampleImplementation);
    const body = JSON.stringify({ numbers: [1] });
    const request = { service: 'test', audience: 'sample', body };
    const past = createRequestSignatures(key, createManualClock(0));
    const refused = [
      null,
      '',
      'forged.forged',
      createStatements(key, wallClock).sign({ userId: 'usr_1', scopes: [], sessionId: null }),
      signatures.sign({ ...request, audience: 'wallet' }),
      signatures.sign({ ...request, body: '{"numbers":[2]}' }),
      signatures.sign({ ...request, body: '' }),
      past.sign(request),
    ];
    for (const signature of refused) {
      const { status, text } = await post(url, signature, body);
      expect([status, text]).toEqual([401, expect.stringContaining('no valid signature')]);
    }
    expect(await post(url, signatures.sign(request), body)).toEqual({ status: 200, text: '1' });
    await expect(remote(url, { signatures: past }).add({ numbers: [1] })).rejects.toBeInstanceOf(RpcFailed);
  });

  test('input that violates the contract is refused on both sides', async () => {
    const { url } = await serveSample(sampleImplementation);
    await expect(remote(url).add({ numbers: [1.5] })).rejects.toThrow('expected int');
    const body = '{"numbers":7}';
    const answer = await post(url, signatures.sign({ service: 'test', audience: 'sample', body }), body);
    expect(answer).toEqual({ status: 400, text: expect.stringContaining('expected array') as unknown });
  });

  test('an answer that violates the contract is RpcFailed', async () => {
    const { url } = await serveSample({ ...sampleImplementation, add: async () => 0.5 });
    await expect(remote(url).add({ numbers: [] })).rejects.toBeInstanceOf(RpcFailed);
  });

  test('a call to a starting part is unavailable', async () => {
    const { url } = await serveSample(null);
    await expect(remote(url).nothing({})).rejects.toThrow(/503.*sample is starting/);
    await expect(remote(url).nothing({})).rejects.toBeInstanceOf(RpcUnavailable);
  });

  test('a call that the database or another part keeps from its answer is unavailable', async () => {
    const away = [
      new RpcUnavailable('other did not answer'),
      Object.assign(new Error(), { name: 'PrismaClientKnownRequestError', code: 'P1001' }),
    ];
    for (const error of away) {
      const { url } = await serveSample({ ...sampleImplementation, nothing: () => Promise.reject(error) });
      await expect(remote(url).nothing({})).rejects.toBeInstanceOf(RpcUnavailable);
    }
  });

  test('a call without an answer in time is unavailable', async () => {
    const { url } = await serveSample({
      ...sampleImplementation,
      nothing: () => new Promise(() => undefined),
    });
    await expect(remote(url, { timeoutMs: 100 }).nothing({})).rejects.toBeInstanceOf(RpcUnavailable);
  });

  test('calls to a frozen process are unavailable early, and then at once', async () => {
    const { url } = await serveSample(sampleImplementation);
    const proxy = await startTcpProxy(Number(new URL(url).port));
    const clock = createManualClock(0);
    const calls = remote(`http://127.0.0.1:${proxy.port}`, { circuitClock: clock });
    onTestFinished(() => proxy.close());
    expect(await calls.add({ numbers: [1, 1] })).toBe(2);
    proxy.freeze();
    let failure: unknown;
    void calls.add({ numbers: [1] }).catch((error: unknown) => (failure = error));
    while (failure === undefined) {
      await setImmediate();
      clock.advance(1);
    }
    expect(failure).toBeInstanceOf(RpcUnavailable);
    expect(clock.nowMs()).toBeLessThan(2_000);
    await expect(calls.add({ numbers: [1] })).rejects.toThrow(/circuit is open/);
  });

  test('a call whose connection breaks is repeated once', async () => {
    const { url } = await serveSample(sampleImplementation);
    const { port } = new URL(url);
    let connections = 0;
    const proxy = await breakingProxy(Number(port), () => connections++ === 0);
    expect(await remote(proxy).add({ numbers: [1, 1] })).toBe(2);
    expect(connections).toBe(2);
  });
});

/** Forwards connections to a port. Breaks a connection at its first bytes when `breaks` returns true for it. */
async function breakingProxy(port: number, breaks: () => boolean): Promise<string> {
  const { connect } = await import('node:net');
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    const broken = breaks();
    if (broken) socket.once('data', () => socket.destroy());
    else socket.pipe(connect(port, '127.0.0.1')).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
