/** One server with the whole graph over graphql-ws, without subgraphs: what the protocol alone costs. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { resolversOf, WHOLE_STREAM_SDL } from '../../graph/market-graph.ts';
import { createQuoteFeed } from '../../graph/quote-feed.ts';
import { answerCommands } from '../answer-commands.ts';

answerCommands(async () => {
  const feed = createQuoteFeed();
  const { market, whole } = resolversOf(feed);
  const schema = buildSubgraphSchema({
    typeDefs: parse(WHOLE_STREAM_SDL),
    resolvers: { ...whole, Subscription: market.Subscription },
  });
  const http = createServer();
  useServer({ schema }, new WebSocketServer({ server: http, path: '/graphql' }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    change: (tickers) => tickers.forEach(feed.change),
  };
});
