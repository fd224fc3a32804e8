import { runProgram } from '../../support/programs/run-program.ts';

/** What the auditor says of the broker on a data folder: '' when nothing is broken, else all that it printed. */
export async function audit(dataDir: string): Promise<string> {
  const auditor = runProgram('verification/audit/main.ts', { DATA_DIR: dataDir });
  return (await auditor.ended) === 0 ? '' : auditor.output() + auditor.errors();
}
