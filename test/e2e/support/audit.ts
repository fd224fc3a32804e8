import { readSettings } from '#platform/config.ts';
import type { Clock } from '#platform/time/clock.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { audit } from '#verification/audit/audit.ts';
import { connect } from '#verification/audit/connect.ts';
import { describeFindings } from '#verification/audit/findings.ts';
import { runProgram } from '../../support/programs/run-program.ts';

/** How long work in flight may take to finish. */
const WAIT_MS = 30_000;

/** Runs the auditor's command on the broker of a data folder. Returns '' without violations, else its output. */
export async function auditByCommand(dataDir: string): Promise<string> {
  const auditor = await runProgram('verification/audit/main.ts', { DATA_DIR: dataDir });
  return (await auditor.ended) === 0 ? '' : auditor.output() + auditor.errors();
}

/** Audits the broker of a data folder in this process, which saves the start of another. The clock is the broker's. */
export async function auditFromHere(dataDir: string, clock: Clock): Promise<string> {
  const { sources, ...connection } = await connect(readSettings(SETTINGS, { DATA_DIR: dataDir }), clock);
  try {
    const findings = await audit(sources, clock, WAIT_MS);
    return findings.some(({ wrong }) => wrong > 0) ? describeFindings(findings).join('\n') : '';
  } finally {
    await connection.close();
  }
}
