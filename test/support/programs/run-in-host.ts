import { once } from 'node:events';
import type { ProgramResult } from './command-host-messages.ts';
import { compiledFile, compilePrograms } from './compile-program.ts';
import { spawnProgram } from './run-program.ts';

/** A process that runs programs of the project one after the other, so that it loads their modules once. */
export interface CommandHost {
  /**
   * @param program path in the project
   * @returns the exit code, what the program wrote, and the kinds of the handles that it left open
   */
  run(program: string, args: readonly string[]): Promise<ProgramResult>;
  stop(): Promise<void>;
}

/**
 * @param name of the programs together
 * @param files of the programs, paths in the project
 */
export async function startCommandHost(name: string, files: readonly string[]): Promise<CommandHost> {
  const folder = await compilePrograms(name, files);
  const host = 'test/support/programs/command-host.ts';
  const { child, ended, errors } = await spawnProgram(host, {}, [], { channel: true });
  return {
    run: async (program, args) => {
      const file = compiledFile(folder, program);
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
