/**
 * Process of one site: `site-process.ts FILE LINE TEST...` runs the tagged tests over the unchanged code, then over each
 * mutant until a test fails, and sends each step to its parent, which ends this process.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '#test/repository/source-files.ts';
import { mutantsOf } from './mutants.ts';
import { createTestRunner } from './test-runner.ts';

/** A step that begins, with its change (null for the unchanged code), or the end with its result. */
export type Step =
  | { readonly begins: string | null }
  | { readonly ends: 'detected' | 'survived' | 'unsound'; readonly changes: number };

const [file = '', line = '', ...tests] = process.argv.slice(2);
const send = (step: Step): void => void process.send?.(step);
const all = mutantsOf(file, readFileSync(path.join(root, file), 'utf8'));
const [site, mutants] = [...all].find(([{ line: at }]) => String(at) === line) ?? [];
if (!site || !mutants) throw new Error(`no comment '// rule ID' at ${file}:${line}`);

const runner = await createTestRunner();
send({ begins: null });
if (!(await runner.passes(tests, site.rule))) send({ ends: 'unsound', changes: 0 });
else {
  let isDetected = false;
  for (const { change, text } of mutants) {
    send({ begins: change });
    isDetected = !(await runner.passes(tests, site.rule, { file, text }));
    if (isDetected) break;
  }
  send({ ends: isDetected ? 'detected' : 'survived', changes: mutants.length });
}
