import { clientNetwork } from '#platform/http/client-address.ts';
import type { Client, GatewayHooks } from '../hooks.ts';

/** The keys under which the operations of a client are limited. */
export interface LimitedKeys {
  /** Null for an anonymous client. */
  readonly subject: string | null;
  /** Null for an address without limits. */
  readonly network: string | null;
}

export function limitedKeys(
  { caller, address }: Client,
  limitsAddress: GatewayHooks['limitsAddress'],
): LimitedKeys {
  const subject = caller?.subject ?? null;
  return {
    subject: subject === null ? null : `user ${subject}`,
    network: address !== null && limitsAddress(address) ? `address ${clientNetwork(address)}` : null,
  };
}

/** The key of a client in the turns: its user, or its address whether that is limited or not. */
export function clientKey({ caller, address }: Client): string {
  const subject = caller?.subject ?? null;
  if (subject !== null) return `user ${subject}`;
  return address === null ? 'unknown' : `address ${clientNetwork(address)}`;
}

/**
 * The key of a client whose work for a stream is its own; null for one without a user of an address without limits, which stands for
 * many clients.
 */
export function soleClientKey(client: Client, limitsAddress: GatewayHooks['limitsAddress']): string | null {
  if (client.address === null) return clientKey(client);
  const { subject, network } = limitedKeys(client, limitsAddress);
  return subject ?? network;
}

/**
 * The place of a client in a fair queue: its address, and within it its user. So many users of one address have the share of one:
 * anyone can sign up a hundred. Users whose proxy is not known share one, too.
 */
export const turnsOf = (client: Client): readonly string[] => {
  const { caller, address } = client;
  return [address === null ? 'unknown' : `address ${clientNetwork(address)}`, caller?.subject ?? 'nobody'];
};
