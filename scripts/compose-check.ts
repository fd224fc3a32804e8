/**
 * Hands docker-compose.yml to Compose's own parser, which needs no container engine: `npm run compose:check`. The parser
 * is built once with Go, below .cache; without Go it checks nothing and prints that.
 */
import path from 'node:path';
import { runCommand } from './command.ts';
import { goProgram } from './go-program.ts';
import { run } from './stack/process.ts';

const PARSER = { module: 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2', name: 'cmd' };
const root = path.resolve(import.meta.dirname, '..');

async function check(): Promise<void> {
  const parser = await goProgram(PARSER, 'docker-compose.yml');
  if (parser === null) return;
  const resolved = await run(parser, [path.join(root, 'docker-compose.yml')], { cwd: root });
  console.log(
    `docker-compose.yml: accepted by Compose's parser (${resolved.split('\n').length} lines when resolved)`,
  );
}

const USAGE = `usage: npm run compose:check

Hands docker-compose.yml to Compose's own parser, which needs no container engine; it is built once with Go.`;

await runCommand({ usage: USAGE }, async () => {
  await check();
  return 0;
});
