import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLog, type Log } from '../../observability/log.ts';
import { SIGNATURE_HEADER } from '../../security/request-signatures.ts';
import { createManualClock } from '../../time/manual-clock.ts';
import { connectionContract, createSampleSubgraph } from './connection.contract.ts';
import { createRemoteConnection } from './connection.ts';
import { post, serveSample, sign, statements, until, wallClock } from './test/sample-server.ts';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';

connectionContract('local', async () => {
  const subgraph = createSampleSubgraph(statements);
  const { endedStreams } = subgraph;
  return { connection: subgraph, statements, endedStreams, until, close: async () => undefined };
});

connectionContract('remote', async () => {
  const { subgraph, url, close } = await serveSample();
  const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
  const closeAll = async (): Promise<void> => {
    await connection.close();
    await close();
  };
  return { connection, statements, endedStreams: subgraph.endedStreams, until, close: closeAll };
});

describe('a remote connection', () => {
  const request = { query: '{ sum(a: 1, b: 1) }', correlationId: 'req_1' };
  const stream = { query: 'subscription { slow }', correlationId: 'req_1' };
  const refused = { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] };

  test('a subgraph that cannot be reached is SERVICE_UNAVAILABLE, and works once it is up', async () => {
    const { port, url, close } = await serveSample();
    await close();
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
    const again = await serveSample({ port });
    onTestFinished(again.close);
    expect(await connection.execute(request)).toEqual({ data: { sum: 2 } });
    expect(Symbol.asyncIterator in (await connection.subscribe(stream))).toBe(true);
  });

  test('logs once that the subgraph is away, with the reason, and once that it answers again', async () => {
    const { port, url, close } = await serveSample();
    const lines: unknown[] = [];
    const log: Log = {
      ...silentLog,
      warn: (fields, message) => {
        const { transport, reason } = fields as Record<string, string>;
        lines.push([transport, message, ...(reason === undefined ? [] : [reason])]);
      },
    };
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign, log });
    onTestFinished(() => connection.close());
    await connection.subscribe(stream);
    await connection.execute(request);
    expect(lines).toEqual([]);
    await close();
    await until(() => lines.length === 1);
    for (const _ of [1, 2]) await connection.execute(request);
    await connection.subscribe(stream);
    expect(lines).toEqual([
      ['socket', 'another process does not answer', expect.stringContaining('1001')],
      ['http', 'another process does not answer', expect.stringContaining('ECONNREFUSED')],
    ]);
    const again = await serveSample({ port });
    onTestFinished(again.close);
    for (const _ of [1, 2]) await connection.execute(request);
    await connection.subscribe(stream);
    expect(lines.slice(2)).toEqual([
      ['http', 'another process answers again'],
      ['socket', 'another process answers again'],
    ]);
  });

  test('a lost socket ends its streams with SERVICE_UNAVAILABLE, and a new stream opens a new socket', async () => {
    const { port, url, close } = await serveSample();
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
    onTestFinished(() => connection.close());
    const results = await connection.subscribe(stream);
    if (!(Symbol.asyncIterator in results)) throw new Error('refused');
    await results.next();
    await close();
    const rest = async (): Promise<void> => {
      for await (const result of results) expect(result.data).toBeDefined();
    };
    await expect(rest()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    const again = await serveSample({ port });
    onTestFinished(again.close);
    const next = await connection.subscribe(stream);
    if (!(Symbol.asyncIterator in next)) throw new Error('refused');
    expect((await next.next()).value).toEqual({ data: { slow: 1 } });
  });

  test('a subgraph that is starting is SERVICE_UNAVAILABLE', async () => {
    const { url, close } = await serveSample({ isStarting: true });
    onTestFinished(close);
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
  });

  test('a frozen subgraph fails operations and subscriptions early, and works once it answers again', async () => {
    const { port, close } = await serveSample();
    const proxy = await startTcpProxy(port);
    const clock = createManualClock(0);
    const url = `http://127.0.0.1:${proxy.port}`;
    const connection = createRemoteConnection({ name: 'sample', url, wallClock: clock, sign });
    onTestFinished(async () => {
      await connection.close();
      await proxy.close();
      await close();
    });
    /** Advances the clock until the work has ended; the network is real. */
    const advanceUntil = async <T>(work: Promise<T>): Promise<T> => {
      let hasEnded = false;
      void work.finally(() => (hasEnded = true));
      await until(() => {
        clock.advance(1);
        return hasEnded;
      });
      return work;
    };
    proxy.freeze();
    const pending = Promise.all([connection.execute(request), connection.subscribe(stream)]);
    expect(await advanceUntil(pending)).toMatchObject([refused, refused]);
    expect(clock.nowMs()).toBeLessThan(2_000);
    const openedMs = clock.nowMs();
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
    expect(clock.nowMs()).toBe(openedMs);
    proxy.thaw();
    const works = async (): Promise<void> => {
      while ('errors' in (await connection.execute(request))) await setImmediate();
    };
    await advanceUntil(works());
    expect(await connection.execute(request)).toEqual({ data: { sum: 2 } });
  });

  test('a malformed operation is refused and affects no other', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const status = async (body: string) => (await post(url, body, { [SIGNATURE_HEADER]: sign(body) })).status;
    expect(await status('{}')).toBe(400);
    expect(await status('[]')).toBe(400);
    expect(await status('{"query":"{sum(a:1,b:1)}","variables":7}')).toBe(400);
    expect(await status('{"query":"{sum(a:1,b:1)}"}')).toBe(200);
  });

  test('a subgraph that does not accept its signature is SERVICE_UNAVAILABLE', async () => {
    const { url, close } = await serveSample();
    onTestFinished(close);
    const other = (body: string): string => sign(body, 'other');
    const connection = createRemoteConnection({ name: 'sample', url, wallClock, sign: other });
    onTestFinished(() => connection.close());
    expect(await connection.execute(request)).toMatchObject(refused);
    expect(await connection.subscribe(stream)).toMatchObject(refused);
  });
});
