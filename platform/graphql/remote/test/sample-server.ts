/** A served sample subgraph, for tests of connections. */
import { setImmediate } from 'node:timers/promises';
import { createHttpServer } from '../../../http/server.ts';
import { orWithKey, signedFor, SUBGRAPH_KEY_HEADER } from '../../../http/signed-requests.ts';
import { createIdSource } from '../../../ids.ts';
import { silentLog } from '../../../observability/log.ts';
import { createMetrics } from '../../../observability/metrics.ts';
import { createRequestSignatures } from '../../../security/request-signatures.ts';
import { createStatements } from '../../../security/statements.ts';
import { createWallClock } from '../../../time/clock.ts';
import { createSampleSubgraph } from '../connection.contract.ts';
import { serveSubgraph } from '../serve.ts';

export const wallClock = createWallClock();
export const key = new Uint8Array(32).fill(7);
export const statements = createStatements(key, wallClock);
const signatures = createRequestSignatures(key, wallClock);
export const sign = (body: string, audience = 'sample'): string =>
  signatures.sign({ service: 'gateway', audience, body });
/** The key that an operator shares with a gateway of another maker. */
const sharedKey = new Uint8Array(32).fill(9);
export const withKey = { [SUBGRAPH_KEY_HEADER]: Buffer.from(sharedKey).toString('base64url') };

export const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await setImmediate();
};

interface SampleOptions {
  readonly port?: number;
  readonly isStarting?: boolean;
  readonly takesKey?: boolean;
}

/** Serves the sample; with `takesKey`, also to gateways with the shared key. */
export async function serveSample({ port = 0, isStarting = false, takesKey = false }: SampleOptions = {}) {
  const signed = signedFor(signatures, 'sample');
  const http = createHttpServer({
    name: 'sample',
    host: '127.0.0.1',
    port,
    bodyLimitBytes: 1_000_000,
    readiness: async () => [],
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
    metrics: createMetrics(),
  });
  const subgraph = createSampleSubgraph(statements);
  const stopStreams = serveSubgraph(http, () => (isStarting ? null : subgraph), {
    readSignature: takesKey ? orWithKey(signed, sharedKey) : signed,
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
  });
  const { url, port: taken } = await http.listen();
  const close = async (): Promise<void> => {
    await stopStreams();
    await http.close();
  };
  return { subgraph, url, port: taken, close };
}

/** Posts a body to the subgraph at an address. */
export const post = (url: string, body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
