import type { Section } from './report.ts';

export interface BenchOptions {
  /** Number of measured rounds. */
  readonly rounds: number;
  /** Files of flash1; null to look in the shared folder, or else to generate a flow. */
  readonly normal: string | null;
  readonly static: string | null;
  readonly sharedFolder: string;
  readonly progress: (text: string) => void;
}

/** Measures one section. */
export type SectionRun = (options: BenchOptions) => Promise<Section>;
