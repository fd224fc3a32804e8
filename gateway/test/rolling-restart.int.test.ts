import { createClient, type Client } from 'graphql-ws';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '#test/support/network/free-port.ts';
import { startTcpProxy } from '#test/support/network/tcp-proxy.ts';
import { startTestGateway, type TestGateway } from './start.ts';

const CLIENTS = 100;
const QUERIES = [
  'subscription { quotes(tickers: ["PETR4"]) { last } }',
  'subscription { quotes(tickers: ["PETR4"]) { last asset { name } } }',
];

/** A gateway at a port of its own that can be restarted. */
async function startMember() {
  const port = await freePort();
  let at = await startTestGateway({ port });
  let isUp = true;
  const stop = async (): Promise<void> => {
    isUp = false;
    await at.gateway.stop();
  };
  onTestFinished(() => at.gateway.stop());
  return {
    port,
    isUp: () => isUp,
    gateway: (): TestGateway => at,
    stop,
    start: async () => {
      at = await startTestGateway({ port });
      isUp = true;
    },
  };
}

/** A client of the library with its default settings. Records the error that it takes as final. */
function connectStockClient(port: number, number: number) {
  const client: Client = createClient({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: WebSocket });
  onTestFinished(() => client.dispose());
  const state = { last: '', ended: null as unknown };
  client.subscribe<{ quotes: { last: string } }>(
    { query: QUERIES[number % QUERIES.length] ?? '' },
    {
      next: ({ data }) => void (state.last = data?.quotes.last ?? 'null'),
      error: (error) => void (state.ended = error),
      complete: () => void (state.ended = 'complete'),
    },
  );
  return state;
}

// Stock clients wait one to four seconds before they connect again.
test(
  'every stock client gets quotes again after each step of a rolling restart',
  { timeout: 60_000 },
  async () => {
    const members = [await startMember(), await startMember()];
    let turn = 0;
    const balancer = await startTcpProxy(() => {
      const up = members.filter((member) => member.isUp());
      turn += 1;
      return up[turn % up.length]?.port ?? 0;
    });
    onTestFinished(() => balancer.close());
    const clients = Array.from({ length: CLIENTS }, (_, number) => connectStockClient(balancer.port, number));
    let sequence = 0;
    const everyClientGetsQuotes = async (): Promise<void> => {
      await expect
        .poll(() => {
          sequence += 1;
          for (const member of members) {
            if (!member.isUp()) continue;
            member.gateway().fixture.quotes.emit({ ticker: 'PETR4', last: `${sequence}.00`, sequence });
          }
          return clients.filter(({ last, ended }) => Number(last) >= first && ended === null).length;
        })
        .toBe(CLIENTS);
    };
    let first = 1;
    await everyClientGetsQuotes();
    for (const member of members) {
      await member.stop();
      first = sequence + 1;
      await everyClientGetsQuotes();
      await member.start();
    }
    expect(clients.map(({ ended }) => ended)).toEqual(clients.map(() => null));
  },
);
