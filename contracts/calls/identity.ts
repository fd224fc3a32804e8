import { z } from 'zod';
import { ACCESS_SCOPES } from '../graph/access.ts';
import * as f from '../fields.ts';
import { revocationSchema } from '../messages/identity-facts.ts';
import { page, type RpcOf } from './rpc.ts';

/** Issuer and audience that every session token names. */
export const TOKEN_CLAIMS = { issuer: 'my-broker-b3/identity', audience: 'my-broker-b3/gateway' } as const;

/** Beginning of each API key's secret. */
export const API_KEY_MARK = 'mbb3_';

/** Time for which a gateway may use an answer to `apiKey` without another call. */
export const API_KEY_CACHE_MS = 5 * 60_000;

/** Time for which a key's revocation is relevant: the clocks of identity and of a gateway may differ. */
export const API_KEY_REVOCATION_MS = 2 * API_KEY_CACHE_MS;

/** SHA-256 in base64url. */
const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const identityRpcContract = {
  service: 'identity',
  methods: {
    /** Public keys (JWK) that verify users' tokens. */
    publicKeys: { input: z.object({}), output: z.array(z.record(z.string(), z.unknown())) },
    /** Revocations since an instant that are still relevant, by credential. */
    revocations: { input: page.extend({ sinceMs: f.instantMs }), output: z.array(revocationSchema) },
    /** The valid API key whose secret has this digest; null for none. */
    apiKey: {
      input: z.object({ digest }),
      output: z
        .object({
          keyId: f.id,
          userId: f.id,
          scopes: z.array(z.enum(ACCESS_SCOPES)),
          expiresAtMs: f.instantMs.nullable(),
        })
        .nullable(),
    },
    /** Records that sessions and API keys were in use. */
    recordUse: {
      input: z.object({
        uses: z.array(z.object({ credentialId: f.id, atMs: f.instantMs })).max(10_000),
      }),
      output: z.object({}),
    },
    /** Name of a user, for documents; null for an unknown user. */
    nameOf: {
      input: z.object({ userId: f.id }),
      output: z.object({ name: z.string() }).nullable(),
    },
    /** Whether each of these sessions and API keys is a valid one of the user. */
    areOwned: {
      input: z.object({ userId: f.id, credentialIds: z.array(f.id).max(10_000) }),
      output: z.array(z.boolean()),
    },
  },
} as const;
export type IdentityRpc = RpcOf<typeof identityRpcContract>;

/** Calls for operators. */
export const identityOperatorRpcContract = {
  service: 'identity-operator',
  methods: {
    /** Creates a signing key, which signs from now on. Older keys go on verifying. */
    rotateSigningKey: { input: z.object({}), output: z.object({ keyId: f.id }) },
    /** Removes all signing keys but the newest: the tokens that they have signed become invalid. */
    removeOldSigningKeys: { input: z.object({}), output: z.object({ keyIds: z.array(f.id) }) },
  },
} as const;
export type IdentityOperatorRpc = RpcOf<typeof identityOperatorRpcContract>;
