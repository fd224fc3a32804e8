import { once } from 'node:events';
import type { ProgramResult } from './command-host-messages.ts';
import { spawnProgram } from './run-program.ts';

/** A process that runs programs of the project one after the other, so that it loads their modules once. */
export interface CommandHost {
  /**
   * @param file path in the project
   * @returns the exit code, what the program wrote, and the kinds of the handles that it left open
   */
  run(file: string, args: readonly string[]): Promise<ProgramResult>;
  stop(): Promise<void>;
}

export async function startCommandHost(): Promise<CommandHost> {
  const options = { channel: true, usesLoader: true };
  const { child, ended, errors } = await spawnProgram(
    'test/support/programs/command-host.ts',
    {},
    [],
    options,
  );
  return {
    run: async (file, args) => {
      const failed = ended.then(() => Promise.reject(new Error(`the host ended:\n${errors()}`)));
      const answer = once(child, 'message') as Promise<[ProgramResult]>;
      child.send({ file, args });
      const [result] = await Promise.race([answer, failed]);
      return result;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
