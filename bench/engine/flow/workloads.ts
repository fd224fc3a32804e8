import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readFlash1, type Flash1Messages } from '#verification/replay/flash1/messages.ts';
import type { BenchOptions } from '../../section.ts';
import { GeneratedFlow } from './generated-flow.ts';

export const WORKLOADS = ['normal', 'static'] as const;
export type WorkloadName = (typeof WORKLOADS)[number];

export interface Workload {
  readonly name: WorkloadName;
  /** Source, for the reader of a table. */
  readonly source: string;
  readonly messages: Flash1Messages;
}

const GENERATED_MESSAGES = 2_000_000;
const GENERATED = {
  normal: { seed: 23, driftTicks: 1 },
  static: { seed: 23, driftTicks: 0 },
} as const;

/** A workload of flash1: the file of the option, the file in the folder of shared data, or a generated flow. */
export async function loadWorkload(name: WorkloadName, options: BenchOptions): Promise<Workload> {
  const shared = path.join(options.sharedFolder, `${name}_s23.bin.br`);
  const file = options[name] ?? (existsSync(shared) ? shared : null);
  if (file === null)
    return {
      name,
      source: 'generated, seed 23',
      messages: new GeneratedFlow(GENERATED[name]).next(GENERATED_MESSAGES),
    };
  return { name, source: path.basename(file), messages: readFlash1(await readFile(file)) };
}

/** The first messages of a workload. */
export const firstOf = (
  { flags, quantities, ids, prices }: Flash1Messages,
  count: number,
): Flash1Messages => ({
  count,
  flags: flags.subarray(0, count),
  quantities: quantities.subarray(0, count),
  ids: ids.subarray(0, count),
  prices: prices.subarray(0, count),
});
