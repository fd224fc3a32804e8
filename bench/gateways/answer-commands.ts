import type { ServerAnswer, ServerCommand, ServerStart } from './server-messages.ts';

/** A server that is measured. */
export interface MeasuredServer {
  readonly port: number;
  /** Changes the quotes of these tickers once; a gateway leaves that to its subgraphs. */
  readonly change?: (tickers: readonly string[]) => void;
}

/** Rounds of garbage collection: finalizers of one round free what the next one collects. */
const COLLECTIONS = 3;

async function memoryBytes(): Promise<number> {
  for (let round = 0; round < COLLECTIONS; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Answers the commands to a server's process. */
export function answerCommands(start: (command: ServerStart) => Promise<MeasuredServer>): void {
  let server: MeasuredServer | null = null;
  const run = async (command: ServerCommand): Promise<ServerAnswer> => {
    if (command.kind === 'start') server = await start(command);
    if (command.kind === 'change') server?.change?.(command.tickers);
    const { user, system } = process.cpuUsage();
    return {
      port: server?.port ?? 0,
      cpuMs: (user + system) / 1_000,
      memoryBytes: command.kind === 'memory' ? await memoryBytes() : 0,
    };
  };
  process.on('message', (command: ServerCommand) => {
    void run(command).then((answer) => process.send?.(answer));
  });
  process.on('disconnect', () => process.exit());
}
