import { z } from 'zod';
import type { RpcOf } from './rpc.ts';

export const identityRpcContract = {
  service: 'identity',
  methods: {
    /** Public keys (JWK) that verify users' tokens. */
    publicKeys: { input: z.object({}), output: z.array(z.record(z.string(), z.unknown())) },
  },
} as const;
export type IdentityRpc = RpcOf<typeof identityRpcContract>;
