import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#test/support/programs/run-program.ts';
import type { Requirement } from '#test/support/requirements/requirement.ts';

/** A Python of this project: `python3 -m venv .cache/python`. */
const OWN = path.join(projectRoot, '.cache/python/bin/python');

/** A Python that has these packages: the project's own, or the one on the PATH. */
export function pythonWith(...packages: string[]): Requirement {
  const program = existsSync(OWN) ? OWN : 'python3';
  const { status } = spawnSync(program, ['-c', `import ${packages.join(', ')}`], { stdio: 'ignore' });
  const remedy = `no Python with ${packages.join(' and ')}; run "python3 -m venv .cache/python && .cache/python/bin/pip install -r test/clients/python/requirements.txt"`;
  return { found: status === 0 ? program : null, remedy };
}
