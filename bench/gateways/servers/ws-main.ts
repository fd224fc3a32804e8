/** The reference of streams: `ws.send` of a ready string. */
import { startBare } from '../../fanout/contestants.ts';
import { answerCommands } from '../answer-commands.ts';

answerCommands(async ({ ready }) => {
  const { port, change } = await startBare(ready, 1);
  return { port, change: (tickers) => tickers.forEach((ticker) => change([ticker])) };
});
