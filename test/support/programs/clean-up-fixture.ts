/** A command that creates the folder of its argument, prints `up`, and works until a signal ends it. */
import { mkdir, rm } from 'node:fs/promises';
import { withCleanUp } from '#platform/process/ending-signal.ts';

const [folder = ''] = process.argv.slice(2);
await mkdir(folder);
const work = (): Promise<never> =>
  new Promise(() => {
    setInterval(() => undefined, 1_000);
    process.stdout.write('up\n');
  });
await withCleanUp(work, () => rm(folder, { recursive: true }));
