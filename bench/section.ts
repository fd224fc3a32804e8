import type { Section } from './report.ts';

export interface BenchOptions {
  /** Number of measured rounds. */
  readonly rounds: number;
  /** Duration of each load of orders. */
  readonly seconds: number;
  /** Accounts of a year of data, and the orders of each. */
  readonly accounts: number;
  readonly ordersEach: number;
  /** Whether to print where the time goes. */
  readonly isProfiled: boolean;
  /** Files of flash1; null to look in the shared folder, or else to generate a flow. */
  readonly normal: string | null;
  readonly static: string | null;
  readonly sharedFolder: string;
  readonly progress: (text: string) => void;
}

/** Measures one section. */
export type SectionRun = (options: BenchOptions) => Promise<Section>;

/** A benchmark of several sections. */
export interface Bench {
  /** Names of the sections, in the order in which they run. */
  readonly names: readonly string[];
  open(options: BenchOptions): OpenBench;
}

export interface OpenBench {
  measure(name: string): Promise<Section>;
  /** Tables that the sections have gathered besides. */
  details(): Promise<readonly Section[]>;
  close(): Promise<unknown>;
}

/** A benchmark of sections that share nothing. */
export const benchOf = (sections: Readonly<Record<string, SectionRun>>): Bench => ({
  names: Object.keys(sections),
  open: (options) => ({
    measure: async (name) => {
      const run = sections[name];
      if (!run) throw new Error(`there is no section ${name}`);
      return run(options);
    },
    details: async () => [],
    close: async () => undefined,
  }),
});
