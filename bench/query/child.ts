import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A process of this folder that answers one message with one message. */
export interface Child<Command extends object, Answer> {
  run(command: Command): Promise<Answer>;
  stop(): void;
}

export function startChild<Command extends object, Answer>(file: string): Child<Command, Answer> {
  const child: ChildProcess = fork(path.join(import.meta.dirname, file), { execArgv: ['--import', 'tsx'] });
  const failed = once(child, 'exit').then(() => {
    throw new Error(`${file} has ended`);
  });
  failed.catch(() => undefined);
  return {
    run: async (command) => {
      const answered = once(child, 'message');
      child.send(command);
      const [answer] = (await Promise.race([answered, failed])) as [Answer];
      return answer;
    },
    stop: () => void child.kill(),
  };
}
