/**
 * Composes the schemas of all subgraphs, offline, into gateway/generated/.
 *
 *   npm run compose
 */
import { runCommand } from './command.ts';
import { writeGraph } from './graph/compose.ts';

const USAGE = `usage: npm run compose

Composes the schemas of all subgraphs, offline, into gateway/generated/.`;

await runCommand({ usage: USAGE }, async () => {
  console.log(`composed ${(await writeGraph()).join(' and ')}`);
  return 0;
});
