/** Our gateway over the subgraphs. */
import { startRemoteGateway } from '../../graph/gateway.ts';
import { answerCommands } from '../answer-commands.ts';

answerCommands(async ({ urls }) => {
  const { url } = await startRemoteGateway(urls);
  return { port: Number(new URL(url).port) };
});
