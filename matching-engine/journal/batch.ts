import { ByteReader, UnreadableBytes } from '#platform/disk-log/byte-reader.ts';
import type { ByteWriter } from '#platform/disk-log/byte-writer.ts';
import type { ExchangeCommand } from '../exchange/commands.ts';
import { readCommand, writeCommand } from './command-codec.ts';

/** Commands of one append. A restart applies them again. */
export interface JournaledBatch {
  /** Time of arrival, by the market's clock. */
  readonly atMs: number;
  /** Index of the last command whose outputs were confirmed when the batch was appended; 0 for none. */
  readonly confirmedIndex: number;
  readonly commands: readonly ExchangeCommand[];
}

/** Writes a batch: time, confirmed index, number of commands, commands. */
export function writeBatch(to: ByteWriter, { atMs, confirmedIndex, commands }: JournaledBatch): void {
  to.uint(atMs);
  to.uint(confirmedIndex);
  to.uint(commands.length);
  for (const command of commands) writeCommand(to, command);
}

/** Reads the batches of a frame; returns the reason as a string when they are unreadable. */
export function readBatches(payload: Buffer): readonly JournaledBatch[] | string {
  try {
    return [...batchesIn(new ByteReader(payload))];
  } catch (error) {
    if (error instanceof UnreadableBytes) return error.message;
    throw error;
  }
}

function* batchesIn(from: ByteReader): Generator<JournaledBatch> {
  while (!from.isAtEnd) {
    const atMs = from.uint();
    const confirmedIndex = from.uint();
    const commands: ExchangeCommand[] = [];
    for (let left = from.uint(); left > 0; left--) commands.push(readCommand(from));
    yield { atMs, confirmedIndex, commands };
  }
}
