import { z } from 'zod';
import * as f from '../fields.ts';

type MethodShapes = Record<string, { input: z.ZodType; output: z.ZodType }>;

/**
 * Methods of a contract: a part implements them, and its callers hold them, local or remote alike. A method that takes
 * a list answers in the order of that list.
 */
export type RpcOf<C extends { methods: MethodShapes }> = {
  readonly [M in keyof C['methods']]: (
    input: z.infer<C['methods'][M]['input']>,
  ) => Promise<z.infer<C['methods'][M]['output']>>;
};

/** Requests one page of a long list: the entries with ids after this one (null: from the start), in order of id. */
export const page = z.object({ after: f.id.nullable(), limit: z.int().positive().max(10_000) });

/** The fills of an account: their number, and the sum of a hash of id, order and quantity of each. Equal fills have equal sums. */
export const fillsDigest = z.object({ accountId: f.id, fills: f.count, digest: z.string() });

/** Requests one page of the fills of one account. */
export const pageOfAccount = page.extend({ accountId: f.id });
