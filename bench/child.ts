import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { builtProgram, buildPrograms } from '#scripts/programs/build.ts';

/** A process that answers one message with one message. */
export interface Child<Command extends object, Answer> {
  run(command: Command): Promise<Answer>;
  stop(): void;
}

const root = path.resolve(import.meta.dirname, '..');

/**
 * Compiles a program, as `npm start` does, and starts it.
 *
 * @param file path in the project
 * @param folder of the compiled program, see `buildPrograms`
 */
export async function startChild<Command extends object, Answer>(
  file: string,
  folder?: string,
): Promise<Child<Command, Answer>> {
  await buildPrograms(root, [file], folder);
  const child: ChildProcess = fork(path.join(root, builtProgram(file, folder)), {
    execArgv: ['--expose-gc'],
  });
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
    stop: () => {
      // A program that handles the signal itself ends when it is disconnected.
      if (child.connected) child.disconnect();
      child.kill();
    },
  };
}
