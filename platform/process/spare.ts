import { environment } from '../config.ts';

/** Set for a process that loads its program, opens its connections and then waits until its supervisor needs it. */
const SPARE = 'SPARE_PROCESS';
const START = 'start';

/** The environment of a spare process. */
export const SPARE_ENVIRONMENT = { [SPARE]: '1' } as const;

interface Receiver {
  send(message: string): boolean;
}

/** Starts a spare process. */
export const startSpare = (child: Receiver): boolean => child.send(START);

/** Resolves at once in any process but a spare one, and there with the message of its supervisor. */
export async function untilNeeded(): Promise<void> {
  if (environment()[SPARE] === undefined || !process.channel) return;
  await new Promise<void>((resolve) => {
    process.on('message', (message) => {
      if (message === START) resolve();
    });
  });
}
