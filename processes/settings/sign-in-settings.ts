import { availableParallelism } from 'node:os';
import type { Settings } from './load-settings.ts';

/** The settings of sign-in, with the defaults that depend on the machine. */
export const signInSettings = ({ LIMIT_LOOPBACK, CONCURRENT_HASHES }: Settings) => ({
  limitsLoopback: LIMIT_LOOPBACK === 'on',
  // Half of the cores: the rest serves those who have signed in.
  concurrentHashes: CONCURRENT_HASHES ?? Math.max(1, Math.floor(availableParallelism() / 2)),
});
