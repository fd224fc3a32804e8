/** A process for tests of the lifecycle. FIXTURE selects its behavior. */
import { z } from 'zod';
import { environment, readSettings } from '#platform/config.ts';
import { runProcess } from '#platform/process/lifecycle.ts';
import { StartError } from '#platform/process/start-error.ts';

const table = {
  LOG_LEVEL: {
    meaning: 'how much is logged',
    allowed: 'info, debug',
    fallback: 'info',
    secret: false,
    schema: z.enum(['info', 'debug']),
  },
  FIXTURE: {
    meaning: 'how it behaves',
    allowed: 'a behaviour',
    fallback: 'runs',
    secret: false,
    schema: z.enum(['runs', 'refuses', 'breaks', 'crashes', 'crashes later', 'hangs', 'leaks']),
  },
  PASSWORD: {
    meaning: 'what it logs in with',
    allowed: 'any text',
    fallback: 'swordfish',
    secret: true,
    schema: z.string(),
  },
} as const;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const alive = setInterval(() => undefined, 1_000);

await runProcess({
  name: 'fixture',
  help: 'helps',
  stopSteps: { second: 'ending the second' },
  settings: () => readSettings(table, environment()),
  start: async ({ settings, log, onStop }) => {
    onStop('first', async () => void say('stopped first'));
    onStop('second', async () => void say('stopped second'));
    if (settings.FIXTURE === 'refuses') throw new StartError('the disk is full');
    if (settings.FIXTURE === 'breaks') throw new TypeError('a bug');
    if (settings.FIXTURE === 'crashes') setImmediate(() => void Promise.reject(new TypeError('a late bug')));
    if (settings.FIXTURE === 'crashes later')
      process.on('SIGUSR2', () => {
        for (const line of ['one', 'two', 'three']) log.info({}, line);
        void Promise.reject(new TypeError('a late bug'));
      });
    if (settings.FIXTURE === 'leaks') throw new Error(`no login as ${settings.PASSWORD}`);
    if (settings.FIXTURE === 'hangs') onStop('third', () => new Promise(() => void say('hanging')));
    onStop('timer', async () => clearInterval(alive));
    say('up');
  },
});
