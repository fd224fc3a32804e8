/** Breaks the code of each rule of the exchange and expects the tests that name the rule to fail. */
import { isGenerated, isTest, isTypeScript, repositoryFiles } from '#test/repository/source-files.ts';
import { runCommand } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import { mutantsOf, type Mutant, type RuleSite } from './mutants.ts';
import { taggedTests } from './tagged-tests.ts';
import { createTestRunner, type TestRunner } from './test-runner.ts';

const USAGE = `usage: npm run mutate [-- --rule ID]

Changes the code below each comment '// rule ID', one small change at a time, and runs the unit tests with '[ID]' in
their titles. One change of each place must make them fail. Prints the places where none does. Nothing is written.

  --rule ID   the places of this rule only

Exits with 1 when there are such places.`;

/** The change that a test noticed, null when none did. */
async function noticed(
  runner: TestRunner,
  tests: string[],
  mutants: readonly Mutant[],
): Promise<Mutant | null> {
  for (const mutant of mutants) {
    const { rule, file } = mutant.site;
    if (!(await runner.passes(tests, rule, { file, text: mutant.text }))) return mutant;
  }
  return null;
}

const placeOf = ({ rule, file, line }: RuleSite): string => `${file}:${line} ${rule}`;

await runCommand({ usage: USAGE, options: ['rule'] }, async ({ options }) => {
  const files = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file));
  const wanted = options.get('rule');
  const sites = files
    .filter((file) => !isTest(file) && file.text.includes('// rule '))
    .flatMap((file) => [...mutantsOf(file.path, file.text)])
    .filter(([{ rule }]) => wanted === undefined || rule === wanted);
  const runner = await createTestRunner();
  let unnoticed = 0;
  for (const [done, [site, mutants]] of sites.entries()) {
    showProgress(`${done} of ${sites.length} places`);
    const tests = taggedTests(files, site.rule);
    const isSound = tests.length > 0 && (await runner.passes(tests, site.rule));
    const found = isSound ? await noticed(runner, tests, mutants) : null;
    endProgress();
    if (found) console.log(`${placeOf(site)}: noticed ${found.change}`);
    else {
      unnoticed++;
      const reason = isSound
        ? `none of ${mutants.length} changes is noticed`
        : 'no unit test that passes names it';
      console.log(`${placeOf(site)}: ${reason}`);
    }
  }
  await runner.close();
  console.log(`${sites.length - unnoticed} of ${sites.length} places are held by their tests`);
  return unnoticed === 0 && sites.length > 0 ? 0 : 1;
});
