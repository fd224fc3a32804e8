/**
 * Checks the workflows of GitHub Actions with actionlint: `npm run workflow:check`. It is built once with Go, below
 * .cache; without Go it checks nothing and prints that.
 */
import path from 'node:path';
import { runCommand } from './command.ts';
import { goProgram } from './go-program.ts';
import { run } from './stack/process.ts';

const ACTIONLINT = { module: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12', name: 'actionlint' };
const root = path.resolve(import.meta.dirname, '..');
const WORKFLOW = '.github/workflows/ci.yml';

async function check(): Promise<void> {
  const actionlint = await goProgram(ACTIONLINT, WORKFLOW);
  if (actionlint === null) return;
  await run(actionlint, ['-no-color', '-oneline', WORKFLOW], { cwd: root });
  console.log(`${WORKFLOW}: accepted by actionlint`);
}

const USAGE = `usage: npm run workflow:check

Checks the workflow of GitHub Actions with actionlint, which is built once with Go.`;

await runCommand({ usage: USAGE }, async () => {
  await check();
  return 0;
});
