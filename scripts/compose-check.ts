/**
 * Hands docker-compose.yml to Compose's own parser, which needs no container engine: `npm run compose:check`. The parser
 * is built once with Go, below .cache; without Go it checks nothing and prints that.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command.ts';
import { hasProgram, run } from './stack/process.ts';

const PARSER = 'github.com/compose-spec/compose-go/v2/cmd@v2.16.2';
const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, '.cache/compose-go');
const program = path.join(folder, 'cmd');

async function check(): Promise<void> {
  const isBuilt = await access(program).then(
    () => true,
    () => false,
  );
  if (!isBuilt && !(await hasProgram('go'))) {
    console.log(
      'skipped: docker-compose.yml was not checked, since its parser is built with Go and there is none',
    );
    return;
  }
  if (!isBuilt) await run('env', [`GOBIN=${folder}`, 'go', 'install', PARSER]);
  const resolved = await run(program, [path.join(root, 'docker-compose.yml')], { cwd: root });
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
