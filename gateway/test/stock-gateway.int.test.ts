import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { expect, onTestFinished, test } from 'vitest';
import { serveSubgraph } from '#platform/graphql/remote/serve.ts';
import type { Subgraph } from '#platform/graphql/subgraph.ts';
import { createHttpServer } from '#platform/http/server.ts';
import { orWithKey, signedFor, SUBGRAPH_KEY_HEADER } from '#platform/http/signed-requests.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { createRequestSignatures } from '#platform/security/request-signatures.ts';
import { createStatements } from '#platform/security/statements.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createFixture, fixtureSupergraph } from './fixture-subgraphs.ts';

const wallClock = createWallClock();
const ids = createIdSource(wallClock);
const signatures = createRequestSignatures(new Uint8Array(32), wallClock);
/** The setting SUBGRAPH_KEY. */
const sharedKey = new Uint8Array(32).fill(9);

/** Serves a subgraph on a free port. Returns its address. */
async function serve(subgraph: Subgraph): Promise<string> {
  const http = createHttpServer({
    name: subgraph.name,
    host: '127.0.0.1',
    port: 0,
    bodyLimitBytes: 1_000_000,
    readiness: async () => [],
    wallClock,
    ids,
    log: silentLog,
    metrics: createMetrics(),
  });
  const readSignature = orWithKey(signedFor(signatures, subgraph.name), sharedKey);
  const stop = serveSubgraph(http, () => subgraph, { readSignature, wallClock, ids, log: silentLog });
  const { url } = await http.listen();
  onTestFinished(async () => {
    await stop();
    await http.close();
  });
  return `${url}/graphql`;
}

/** Sends the shared key with each request: a gateway of another maker cannot sign them. */
class KeyedDataSource extends RemoteGraphQLDataSource {
  override willSendRequest({
    request,
  }: {
    request: { http?: { headers: { set(name: string, value: string): void } } };
  }) {
    request.http?.headers.set(SUBGRAPH_KEY_HEADER, Buffer.from(sharedKey).toString('base64url'));
  }
}

/** Apollo's own gateway over our subgraphs. */
async function startStockGateway({ withKey }: { readonly withKey: boolean }) {
  const { subgraphs } = createFixture(createStatements(new Uint8Array(32), wallClock));
  let supergraphSdl = fixtureSupergraph();
  for (const subgraph of subgraphs) {
    const url = await serve(subgraph);
    supergraphSdl = supergraphSdl.replace(
      `@join__graph(name: "${subgraph.name}", url: "")`,
      `@join__graph(name: "${subgraph.name}", url: "${url}")`,
    );
  }
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const server = new ApolloServer({
    gateway: new ApolloGateway({
      supergraphSdl,
      logger: quiet,
      ...(withKey && {
        buildService: ({ url }) => new KeyedDataSource({ ...(url !== undefined && { url }) }),
      }),
    }),
    logger: quiet,
    stopOnTerminationSignals: false,
  });
  await server.start();
  onTestFinished(() => server.stop());
  return async (query: string) => {
    const { body } = await server.executeOperation({ query });
    if (body.kind !== 'single') throw new Error('answered in parts');
    return JSON.parse(JSON.stringify(body.singleResult)) as Record<string, unknown>;
  };
}

test("a stock gateway serves our subgraphs' queries, mutations, entities and error codes", async () => {
  const run = await startStockGateway({ withKey: true });
  expect(
    await run('{ quotes(tickers: ["PETR4", "VALE3"]) { last asset { name twin { ticker } } } }'),
  ).toEqual({
    data: {
      quotes: ['PETR4', 'VALE3'].map((ticker) => ({
        last: '1.00',
        asset: { name: `Name of ${ticker}`, twin: { ticker: `${ticker}F` } },
      })),
    },
  });
  expect(await run('mutation { signIn(email: "ana") { token user { id } } }')).toEqual({
    data: { signIn: { token: 'token', user: { id: 'ana' } } },
  });
  expect(await run('{ walletIsUp me { id } }')).toMatchObject({
    data: { walletIsUp: true, me: null },
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(await run('{ quotes(tickers: ["NONE3"]) { last } }')).toMatchObject({
    errors: [{ message: 'Unknown tickers: NONE3.', extensions: { code: 'BAD_USER_INPUT' } }],
  });
});

test('a stock gateway without the shared key gets nothing', async () => {
  const run = await startStockGateway({ withKey: false });
  expect(await run('{ quotes(tickers: ["PETR4"]) { last } }')).toMatchObject({
    errors: [{ message: expect.stringContaining('401') as unknown }],
  });
});
