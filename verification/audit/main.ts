/**
 * Checks the invariants 1 to 3 and 8 of the design on the running environment.
 *
 *   npm run auditor                     of the broker on DATA_DIR, or of the parts at their URLs with INTERNAL_KEY
 *   npm run auditor -- --wait SECONDS   how long work in flight may take to finish (30)
 */
import { SETTINGS } from '#processes/settings/settings.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { environment, readSettings } from '#platform/config.ts';
import { RpcFailed, RpcUnavailable } from '#platform/rpc/local.ts';
import { StartError } from '#platform/process/start-error.ts';
import { audit } from './audit.ts';
import { connect } from './connect.ts';
import { describeFindings } from './findings.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';

const USAGE = `usage: npm run auditor [-- --wait SECONDS]

Reads the state of the running parts and checks the invariants: money and shares, orders at broker and exchange,
executions, taxes. Prints each rule with the number of checked items; exits with 0 only when all rules hold.

  --wait SECONDS   how long work in flight may take to finish, 0 to 3600 (30)
  DATA_DIR         the embedded broker to audit (.data)
  INTERNAL_KEY, WALLET_URL, ORDERS_URL, ENGINE_URL, ENGINE_SHARDS, ENGINE_STANDBYS   a distributed broker elsewhere`;

async function run(waitMs: number): Promise<number> {
  const clock = createWallClock();
  const { sources, place, ...connection } = await connect(readSettings(SETTINGS, environment()), clock);
  try {
    console.log(`Auditing ${place}`);
    const findings = await audit(sources, clock, waitMs);
    for (const line of describeFindings(findings)) console.log(line);
    const broken = findings.filter((one) => one.wrong > 0).length;
    console.log(
      broken === 0
        ? `All ${findings.length} rules hold.`
        : `${broken} of ${findings.length} rules are broken.`,
    );
    return broken === 0 ? 0 : 1;
  } finally {
    await connection.close();
  }
}

await runCommand({ usage: USAGE, options: ['wait'] }, async (commandLine) => {
  const waitSeconds = wholeNumber(commandLine, 'wait', { min: 0, max: 3600, missing: 30 });
  try {
    return await run(waitSeconds * 1000);
  } catch (error) {
    const isExpected =
      error instanceof StartError || error instanceof RpcUnavailable || error instanceof RpcFailed;
    if (!isExpected) throw error;
    console.error(`The audit failed: ${error.message}`);
    return 1;
  }
});
