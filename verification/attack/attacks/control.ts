import { pbkdf2Sync } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Attack } from '../attack.ts';

/** No attack: the row by which to read the others. */
export const CONTROLS: readonly Attack[] = [
  {
    name: 'busy-neighbour',
    does: 'computes on one processor without a request, at the priority of all attackers',
    expects: 'the undisturbed waits: this is the competition for processors alone',
    run: async ({ signal, tally, begin }) => {
      begin();
      while (!signal.aborted) {
        pbkdf2Sync('x', 'y', 10_000, 32, 'sha256');
        tally.answer('computed');
        await setImmediate();
      }
    },
    judge: () => [],
  },
];
