/** Our gateway, with the subgraphs in its process. */
import { startLocalGateway } from '../../graph/gateway.ts';
import { answerCommands } from '../answer-commands.ts';

answerCommands(async () => {
  const { gateway, feed } = await startLocalGateway();
  return {
    port: Number(new URL(gateway.url).port),
    change: (tickers) => tickers.forEach(feed.change),
  };
});
