/** The reference of queries: one Apollo Server with the whole schema. */
import { startApollo } from '../../query/apollo.ts';
import { answerCommands } from '../answer-commands.ts';

answerCommands(async () => {
  const { url } = await startApollo();
  return { port: Number(new URL(url).port) };
});
