import { z } from 'zod';
import { codecOf, UnreadableMessage } from '#contracts/codec.ts';
import * as f from '#contracts/fields.ts';
import { coreCommandSchema, type CoreCommand } from '../exchange/commands.ts';
import { ByteReader, UnreadableBytes } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { readCommand, writeCommand } from './command-codec.ts';

/** Commands that were handed in together: what the core is replayed from. */
export interface JournaledBatch {
  /** When they arrived, by the market's clock. */
  readonly atMs: number;
  /** The index of the last command whose outputs were confirmed when this was written; 0 for none. */
  readonly confirmedIndex: number;
  readonly commands: readonly CoreCommand[];
}

/** Appends a batch: instant, confirmed index, number of commands, commands. */
export function writeBatch(to: ByteWriter, { atMs, confirmedIndex, commands }: JournaledBatch): void {
  to.uint(atMs);
  to.uint(confirmedIndex);
  to.uint(commands.length);
  for (const command of commands) writeCommand(to, command);
}

/**
 * Reads the batches of a frame by the version of its segment: one as JSON in version 1, any number as bytes in 2.
 * A text says why they cannot be read.
 */
export function readBatches(version: number, payload: Buffer): readonly JournaledBatch[] | string {
  try {
    return version === 1 ? [batchOfVersion1(payload)] : [...batchesIn(new ByteReader(payload))];
  } catch (error) {
    if (error instanceof UnreadableBytes || error instanceof UnreadableMessage) return error.message;
    throw error;
  }
}

function* batchesIn(from: ByteReader): Generator<JournaledBatch> {
  while (!from.isAtEnd) {
    const atMs = from.uint();
    const confirmedIndex = from.uint();
    const commands: CoreCommand[] = [];
    for (let left = from.uint(); left > 0; left--) commands.push(readCommand(from));
    yield { atMs, confirmedIndex, commands };
  }
}

const codecOfVersion1 = codecOf(
  z.object({
    v: f.version1,
    atMs: f.instantMs,
    confirmedIndex: f.count,
    commands: z.array(coreCommandSchema),
  }),
);

function batchOfVersion1(payload: Buffer): JournaledBatch {
  const { atMs, confirmedIndex, commands } = codecOfVersion1.decode(payload);
  return { atMs, confirmedIndex, commands };
}
