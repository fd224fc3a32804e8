import type { SectionRun } from '../../section.ts';
import { measureBooks } from './books.ts';
import { measureJournaled } from './journaled.ts';
import { measureLatency } from './latency.ts';
import { measureResting } from './resting.ts';
import { measureRules } from './rules.ts';
import { measureSteady } from './steady.ts';
import { measureThroughput } from './throughput.ts';

/** Sections of `npm run bench -- engine`, in the order in which they run. */
export const ENGINE_SECTIONS: Readonly<Record<string, SectionRun>> = {
  // Runs first, while the process uses no other memory.
  steady: measureSteady,
  throughput: measureThroughput,
  rules: measureRules,
  journaled: measureJournaled,
  books: measureBooks,
  resting: measureResting,
  latency: measureLatency,
};
