/**
 * Composes the schemas of all subgraphs, offline, into gateway/generated/.
 *
 *   npm run compose
 */
import { writeGraph } from './graph/compose.ts';

const [argument] = process.argv.slice(2);
if (argument === undefined) {
  await writeGraph().then(
    (files) => console.log(`composed ${files.join(' and ')}`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
} else {
  console.log('usage: npm run compose    composes the subgraphs into gateway/generated/');
  process.exitCode = argument === '--help' ? 0 : 2;
}
