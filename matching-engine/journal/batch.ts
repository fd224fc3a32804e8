import { z } from 'zod';
import { codecOf } from '#contracts/codec.ts';
import * as f from '#contracts/fields.ts';
import { coreCommandSchema } from '../exchange/commands.ts';

/** Commands that were journaled together: what the core is replayed from. */
export const journaledBatchSchema = z.object({
  v: f.version1,
  /** When they arrived, by the market's clock. */
  atMs: f.instantMs,
  /** The index of the last command whose outputs were confirmed when this was written; 0 for none. */
  confirmedIndex: f.count,
  commands: z.array(coreCommandSchema),
});
export type JournaledBatch = z.infer<typeof journaledBatchSchema>;
export const journaledBatchCodec = codecOf<JournaledBatch>(journaledBatchSchema);
