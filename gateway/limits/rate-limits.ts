import { clientNetwork } from '#platform/http/client-address.ts';
import type { Buckets, KeyedCharge } from '#platform/rate-limits/bucket-store.ts';
import { fullAfterMs, type Charged } from '#platform/rate-limits/token-bucket.ts';
import type { Admission, Client, GatewayHooks, Quota, Work } from '../core/hooks.ts';
import type { Rate, RatedWork, RateScope } from './rates.ts';
import { unitsOf } from './work-units.ts';

/** A charge of the bucket of one rate. */
interface RateCharge extends KeyedCharge {
  readonly rate: Rate;
}

/** Creates the limits of rates by user, API key and address. Work that exceeds one of them takes from none. */
export function createRateLimits(
  rates: readonly Rate[],
  buckets: Buckets,
  limitsAddress: GatewayHooks['limitsAddress'],
): (work: Work) => Admission {
  if (rates.length === 0) return () => UNLIMITED;
  return (work) => {
    const keys = keysOf(work, limitsAddress);
    const units = ratedUnits(work);
    const charges: RateCharge[] = [];
    for (const rate of rates) {
      const key = keys[rate.scope];
      const count = units.get(rate.work) ?? 0;
      if (key !== null && count !== 0)
        charges.push({ key: `${rate.name}:${key}`, policy: rate.policy, count, rate });
    }
    return charges.length === 0 ? UNLIMITED : admissionOf(charges, buckets.takeNow(charges));
  };
}

const UNLIMITED: Admission = { retryAfterMs: null, quotas: [] };

function ratedUnits({ kind, count, cost, operation }: Work): ReadonlyMap<RatedWork, number> {
  if (kind === 'request') return new Map([['requests', count]]);
  if (kind === 'plan' || kind === 'document') return new Map([['plans', count]]);
  return new Map<RatedWork, number>([['costs', cost], ...(operation ? unitsOf(operation) : [])]);
}

/** The keys under which a client's work counts; null for a scope that does not limit it. */
function keysOf(
  { caller, address }: Client,
  limitsAddress: GatewayHooks['limitsAddress'],
): Record<RateScope, string | null> {
  return {
    user: caller?.subject ?? null,
    key: caller?.apiKey ?? null,
    address: address !== null && limitsAddress(address) ? clientNetwork(address) : null,
  };
}

function admissionOf(charges: readonly RateCharge[], { isTaken, buckets }: Charged): Admission {
  const charged = charges.map(({ rate }, index) => ({ rate, ...(buckets[index] ?? NO_BUCKET) }));
  if (isTaken) return { retryAfterMs: null, quotas: charged.map(quotaOf) };
  const exhausted = charged.filter(({ waitMs }) => waitMs > 0);
  return {
    retryAfterMs: Math.max(...exhausted.map(({ waitMs }) => waitMs)),
    quotas: exhausted.map(quotaOf),
  };
}

const NO_BUCKET = { tokens: 0, waitMs: 0 };

const quotaOf = ({ rate, tokens }: { readonly rate: Rate; readonly tokens: number }): Quota => ({
  policy: rate.name,
  limit: Math.floor(rate.policy.capacity),
  windowSeconds: rate.policy.windowMs / 1_000,
  remaining: Math.max(0, Math.floor(tokens)),
  resetSeconds: Math.ceil(fullAfterMs(tokens, rate.policy) / 1_000),
});
