import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { IndexCompositionFact } from '#contracts/calls/assets.ts';
import { IBOVESPA } from '#domain/market/index-asset.ts';

const compositionSchema = z.object({
  source: z.string(),
  from: z.string(),
  divisor: z.string(),
  members: z.record(z.string(), z.int().positive()),
});

/** Loads the Ibovespa portfolio that comes with the broker. It lasts until the first imported portfolio begins. */
export function shippedComposition(): IndexCompositionFact {
  const text = readFileSync(path.join(import.meta.dirname, 'ibovespa.json'), 'utf8');
  const { members, from, divisor } = compositionSchema.parse(JSON.parse(text));
  const count = Object.keys(members).length;
  return {
    ticker: IBOVESPA,
    from,
    divisor,
    members: Object.entries(members).map(([ticker, quantity]) => ({
      ticker,
      quantity,
      // Every member is in the catalogue, so no share reduces the divisor.
      sharePpm: Math.floor(1_000_000 / count),
    })),
  };
}
