import { runProgram } from '../../support/programs/run-program.ts';

/** Audits the broker of a data folder. Returns '' without violations, else the output of the auditor. */
export async function audit(dataDir: string): Promise<string> {
  const auditor = await runProgram('verification/audit/main.ts', { DATA_DIR: dataDir });
  return (await auditor.ended) === 0 ? '' : auditor.output() + auditor.errors();
}
