import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/** A revoked session or API key. Gateways refuse it from then on, and end its private streams. */
export const revocationSchema = z.object({
  v: f.version1,
  credentialId: f.id,
  userId: f.id,
  atMs: f.instantMs,
  /** After this instant no gateway takes the credential for valid, also without this fact. */
  relevantUntilMs: f.instantMs,
});
export type Revocation = z.infer<typeof revocationSchema>;
export const revocationCodec = codecOf<Revocation>(revocationSchema);
