import { createFairQueue, type FairQueue, type Place } from '../fair-queue/fair-queue.ts';
import { createRequestThread, type RequestThread } from '../process/request-thread.ts';

/** Cost of scrypt: 2 to the `logN` rounds over blocks of `r` times 128 bytes, `p` times. */
export interface PasswordCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** Input of scrypt. */
export interface Derivation {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly keyBytes: number;
  readonly cost: PasswordCost;
}

/** Threads that compute scrypt below the priority of the process, each with tasks that wait for it. */
export interface HashThreads {
  /** Rejects with QueueFull when too many tasks wait. */
  derive(place: Place, derivation: Derivation): Promise<Uint8Array>;
  readonly waiting: number;
  stop(): Promise<void>;
}

export interface HashThreadOptions {
  /** Threads, and so hashes that run at once. Each takes some 25 MB while it hashes. */
  readonly threads: number;
  /** Hashes that may wait for their turn. */
  readonly maxWaiting: number;
  /** Niceness of the threads on Linux, from 0 to 19. Elsewhere a thread has no priority of its own. */
  readonly niceness: number;
}

/** Plain JavaScript: TypeScript's loader would take 30 MB and a fifth of a second in each thread. */
const programOf = (niceness: number): string => `
  const { scryptSync } = require('node:crypto');
  const { setPriority } = require('node:os');
  const { parentPort } = require('node:worker_threads');
  // On Linux the priority of "process 0" is that of the calling thread.
  if (process.platform === 'linux') setPriority(0, ${niceness});
  parentPort.on('message', ({ password, salt, keyBytes, cost: { logN, r, p } }) =>
    parentPort.postMessage(
      scryptSync(password, salt, keyBytes, { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }),
    ),
  );`;

/** Creates the threads. Each starts with the first hash that finds the others busy. */
export function createHashThreads({ threads, maxWaiting, niceness }: HashThreadOptions): HashThreads {
  const queue: FairQueue = createFairQueue({ concurrency: threads, maxWaiting });
  const started: RequestThread<Derivation, Uint8Array>[] = [];
  const idle: RequestThread<Derivation, Uint8Array>[] = [];
  const start = (): RequestThread<Derivation, Uint8Array> => {
    const thread = createRequestThread<Derivation, Uint8Array>('of password hashes', programOf(niceness));
    started.push(thread);
    return thread;
  };
  return {
    derive: (place, derivation) =>
      queue.run(place, async () => {
        const thread = idle.pop() ?? start();
        try {
          return await thread.call(derivation);
        } finally {
          idle.push(thread);
        }
      }),
    get waiting() {
      return queue.waiting;
    },
    stop: async () => {
      await Promise.all(started.map((thread) => thread.stop()));
    },
  };
}
