/** Breaks the code of each rule of the exchange and expects the tests that name the rule to fail. */
import { isGenerated, isTest, isTypeScript, repositoryFiles } from '#test/repository/source-files.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { runCommand } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import { taggedTests } from './tagged-tests.ts';

const USAGE = `usage: npm run mutate [-- --rule ID]

Changes the code below each comment '// rule ID', one small change at a time, and runs the unit tests with '[ID]' in
their titles. At each place one change must make them fail. Prints the result of each place. Changes no file on disk.

  --rule ID   the places of this rule only

Exits with 1 when the tests of a place detect no change.`;

await runCommand({ usage: USAGE, options: ['rule'] }, async ({ options }) => {
  // TypeScript and Vitest load slowly: not for --help or a wrong command line.
  const [{ mutantsOf }, { trySite }] = await Promise.all([import('./mutants.ts'), import('./try-site.ts')]);
  const files = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file));
  const wanted = options.get('rule');
  const sites = files
    .filter((file) => !isTest(file) && file.text.includes('// rule '))
    .flatMap((file) => [...mutantsOf(file.path, file.text).keys()])
    .filter(({ rule }) => wanted === undefined || rule === wanted);
  const wallClock = createWallClock();
  let undetected = 0;
  for (const [done, site] of sites.entries()) {
    showProgress(`${done} of ${sites.length} places`);
    const tests = taggedTests(files, site.rule);
    const { isDetected, reason } =
      tests.length > 0
        ? await trySite(site, tests, wallClock)
        : { isDetected: false, reason: 'no unit test names the rule' };
    endProgress();
    if (!isDetected) undetected++;
    console.log(`${site.file}:${site.line} ${site.rule}: ${reason}`);
  }
  console.log(`the tests detect a change at ${sites.length - undetected} of ${sites.length} places`);
  return undetected === 0 && sites.length > 0 ? 0 : 1;
});
