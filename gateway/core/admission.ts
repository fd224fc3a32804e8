import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { rateLimitedAnswer } from '#platform/graphql/errors.ts';
import type { RequestRefused } from './errors.ts';
import type { Admission, Admit, Client, Quota, Work } from './hooks.ts';
import type { GatewayMetrics } from './metrics.ts';
import type { PreparedOperation } from './operations/prepare.ts';

/** Counts refused work in the metric of refused operations. */
export const measureAdmission =
  (admit: Admit, metrics: Pick<GatewayMetrics, 'refused'>): Admit =>
  async (work: Work) => {
    const admission = await admit(work);
    if (admission.retryAfterMs !== null) metrics.refused.inc({ code: 'RATE_LIMITED' });
    return admission;
  };

/** The refusal of work that was not admitted; null for admitted work. */
export function refusalOf(admission: Admission): RequestRefused | null {
  const error = rateLimitedError(admission);
  return error && { status: 429, errors: [error], headers: quotaHeaders(admission) };
}

/** The error of work that was not admitted, for an operation that has begun; null for admitted work. */
export function rateLimitedError({ retryAfterMs, quotas }: Admission): GraphQLFormattedError | null {
  if (retryAfterMs === null) return null;
  const { message, extensions } = rateLimitedAnswer('Too many requests.', retryAfterMs);
  return { message, extensions: { ...extensions, rateLimits: quotas } };
}

/** Admits the planning of an operation. Throws RATE_LIMITED when it is not admitted. */
export async function requirePlanAdmission(
  admit: Admit,
  client: Client,
  operation: PreparedOperation,
): Promise<void> {
  const refused = rateLimitedError(await admit({ ...client, kind: 'plan', count: 1, cost: 0, operation }));
  if (refused) throw new GraphQLError(refused.message, { extensions: refused.extensions ?? null });
}

/**
 * The header fields RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10), lists of structured fields, and
 * Retry-After for refused work.
 */
export function quotaHeaders({ retryAfterMs, quotas }: Admission): Record<string, string> {
  const retryAfter: Record<string, string> =
    retryAfterMs === null ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
  if (quotas.length === 0) return retryAfter;
  const list = (item: (quota: Quota) => string): string => quotas.map(item).join(', ');
  return {
    ...retryAfter,
    'ratelimit-policy': list(
      ({ policy, limit, windowSeconds }) => `"${policy}";q=${limit};w=${windowSeconds}`,
    ),
    ratelimit: list(({ policy, remaining, resetSeconds }) => `"${policy}";r=${remaining};t=${resetSeconds}`),
  };
}

/** The admission of two pieces of work of one request, both admitted. */
export const joinAdmissions = (first: Admission, second: Admission): Admission => ({
  retryAfterMs: null,
  quotas: [...first.quotas, ...second.quotas],
});
