import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ClientCommand, Done } from './client-messages.ts';

/** Many clients in a process of their own. */
export interface ClientProcess {
  /** Runs a command to its end. */
  run(command: ClientCommand): Promise<Done>;
  stop(): void;
}

export function startClients(): ClientProcess {
  const child = fork(path.join(import.meta.dirname, 'client-main.ts'), { execArgv: ['--import', 'tsx'] });
  const failed = once(child, 'exit').then(() => {
    throw new Error('the clients have ended');
  });
  failed.catch(() => undefined);
  return {
    run: async (command) => {
      const answered = once(child, 'message');
      child.send(command);
      const [done] = (await Promise.race([answered, failed])) as [Done];
      return done;
    },
    stop: () => void child.kill(),
  };
}
