import type { Section } from './report.ts';

export interface BenchOptions {
  /** Measured rounds. */
  readonly rounds: number;
  /** Files of flash1; null for what is found or generated. */
  readonly normal: string | null;
  readonly static: string | null;
  readonly sharedFolder: string;
  readonly progress: (text: string) => void;
}

/** Measures one part. */
export type SectionRun = (options: BenchOptions) => Promise<Section>;
