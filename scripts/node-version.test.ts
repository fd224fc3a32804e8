import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8');
const script = read('scripts/node-version.cjs');
const { engines, scripts } = z
  .object({ engines: z.object({ node: z.string() }), scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));

/** Runs the check on a version of Node. Returns what it prints and exits with; nothing for a version that is taken. */
function checkOn(node: string): unknown[] {
  const seen: unknown[] = [];
  runInNewContext(script, {
    require: () => ({ engines }),
    console: { error: (line: string) => seen.push(line) },
    process: { versions: { node }, exit: (code: number) => seen.push(code) },
  });
  return seen;
}

describe('the check of the Node version', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.0.0', '25.1.0'])('takes Node %s', (node) => {
    expect(checkOn(node)).toEqual([]);
  });

  test.each(['0.12.18', '12.22.0', '18.20.8', '20.10.0', '20.18.3', '21.7.3', '22.11.0'])(
    'refuses Node %s in one sentence',
    (node) => {
      expect(checkOn(node)).toEqual([
        `My Broker B3 needs Node 24 (20 from 20.19 on and 22 from 22.12 on work, too), and this is Node ${node}: install Node 24 from https://nodejs.org, then run "npm ci" again.`,
        1,
      ]);
    },
  );

  test.each(['postinstall', 'prestart', 'pretest', 'prestart:distributed', 'prestack'])(
    'comes first in npm run %s',
    (name) => {
      expect(scripts[name]).toMatch(/^node scripts\/node-version\.cjs( && |$)/);
    },
  );
});
