import { CommandLineError } from '#platform/process/command-line.ts';
import { StartError } from '#platform/process/start-error.ts';
import type { OperatorCalls } from './operator-calls.ts';

/** Lists the accounts in quarantine, or releases one. */
export async function changeQuarantine(
  { wallet }: Pick<OperatorCalls, 'wallet'>,
  operands: readonly string[],
): Promise<string> {
  const [step, accountId, ...rest] = operands;
  if (step === 'list' && accountId === undefined) {
    const accounts = await wallet.quarantine({});
    const lines = accounts.map(
      ({ accountId: id, kind, reason, atMs }) =>
        `${id} ${kind} since ${new Date(atMs).toISOString()}: ${reason}`,
    );
    return lines.join('\n') || 'no account is in quarantine';
  }
  if (step !== 'release' || accountId === undefined || rest.length > 0)
    throw new CommandLineError('quarantine takes list, or release ACCOUNT.');
  const { bookedFacts, reason } = await wallet.release({ accountId });
  if (reason !== null)
    throw new StartError(`${accountId} stays in quarantine: ${reason} (${bookedFacts} facts booked)`);
  return `released ${accountId}: ${bookedFacts} facts booked`;
}
