/**
 * The process of one place: `site-process.ts FILE LINE TEST...` runs the tagged tests over the code as it is, then over
 * each mutant until one is noticed, and sends each step to its parent, which ends it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '#test/repository/source-files.ts';
import { mutantsOf } from './mutants.ts';
import { createTestRunner } from './test-runner.ts';

/** The step that begins: the code as it is (null), or a change. The last one says how it ended. */
export type Step =
  | { readonly begins: string | null }
  | { readonly ends: 'noticed' | 'survived' | 'unsound'; readonly changes: number };

const [file = '', line = '', ...tests] = process.argv.slice(2);
const send = (step: Step): void => void process.send?.(step);
const all = mutantsOf(file, readFileSync(path.join(root, file), 'utf8'));
const [site, mutants] = [...all].find(([{ line: at }]) => String(at) === line) ?? [];
if (!site || !mutants) throw new Error(`no rule at ${file}:${line}`);

const runner = await createTestRunner();
send({ begins: null });
if (!(await runner.passes(tests, site.rule))) send({ ends: 'unsound', changes: 0 });
else {
  let isNoticed = false;
  for (const { change, text } of mutants) {
    send({ begins: change });
    isNoticed = !(await runner.passes(tests, site.rule, { file, text }));
    if (isNoticed) break;
  }
  send({ ends: isNoticed ? 'noticed' : 'survived', changes: mutants.length });
}
