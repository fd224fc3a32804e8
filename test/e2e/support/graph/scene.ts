import { rm } from 'node:fs/promises';
import { temporaryDataDir } from '../broker.ts';
import { startInProcessBroker, type InProcessBroker } from '../in-process-broker.ts';

/** One broker without a simulator, in continuous trading, for all tests of the graph. */
export interface GraphScene {
  readonly dataDir: string;
  readonly broker: InProcessBroker;
  stop(): Promise<void>;
}

export async function startGraphScene(): Promise<GraphScene> {
  const dataDir = await temporaryDataDir();
  const broker = await startInProcessBroker(dataDir, { SIMULATOR: 'off' });
  return {
    dataDir,
    broker,
    stop: async () => {
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
