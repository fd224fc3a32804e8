import { CommandLineError } from '#platform/process/command-line.ts';
import type { OperatorCalls } from './operator-calls.ts';

/** Adopts the journal of an engine shard in place of the lost one. */
export async function changeJournal(
  { orders, engines }: Pick<OperatorCalls, 'orders' | 'engines'>,
  [step, shard, ...rest]: readonly string[],
): Promise<string> {
  const isShard = shard !== undefined && /^\d{1,4}$/.test(shard) && Number(shard) < engines.length;
  if (step !== 'adopt' || !isShard || rest.length > 0)
    throw new CommandLineError(`journal takes adopt and a shard from 0 to ${engines.length - 1}.`);
  const { journalId, ended } = await orders.adoptJournal({ shard: Number(shard) });
  return `orders goes on with the journal ${journalId}: ${ended} open orders have ended`;
}
