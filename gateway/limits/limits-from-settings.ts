import type { ProxyTrust } from '#platform/http/client-address.ts';
import type { Limits } from '../core/limits.ts';
import { ratesFromSettings, type Rate, type RateSettings } from './rates.ts';

/** The settings behind the limits, as processes/settings/settings.ts names them. */
interface LimitSettings {
  readonly LIMIT_DEPTH: number;
  readonly LIMIT_ALIASES: number;
  readonly LIMIT_ROOT_FIELDS: number;
  readonly LIMIT_FIELDS: number;
  readonly LIMIT_COST: number;
  readonly LIMIT_EVENT_COST: number;
  readonly LIMIT_CACHE_BYTES: number;
  readonly LIMIT_BODY_BYTES: number;
  readonly LIMIT_SUBSCRIPTIONS: number;
  readonly LIMIT_STREAMS: number;
  readonly LIMIT_STREAMS_PER_ADDRESS: number;
  readonly LIMIT_INIT_MS: number;
  readonly LIMIT_OPERATIONS: number;
  readonly LIMIT_OPERATIONS_PER_ADDRESS: number;
  readonly LIMIT_MESSAGES: number;
  readonly LIMIT_SOCKETS: number;
  readonly LIMIT_SOCKETS_PER_ADDRESS: number;
  readonly LIMIT_SOCKET_BYTES: number;
  readonly LIMIT_ALL_SOCKETS_BYTES: number;
  readonly LIMIT_UPSTREAMS: number;
  readonly LIMIT_UPSTREAMS_PER_ADDRESS: number;
  readonly LIMIT_PRIVATE_STREAMS_PER_USER: number;
}

/** The settings behind the limits of clients. */
interface ClientSettings extends RateSettings {
  readonly LIMIT_LOOPBACK: 'on' | 'off';
  readonly TRUSTED_PROXIES: readonly string[] | null;
  readonly TRUSTED_PROXY_HEADER: ProxyTrust['header'];
}

/** Fields that compute a password's hash. */
export const COSTLY_FIELDS: Limits['costlyFields'] = {
  names: ['signIn', 'signUp', 'changePassword'],
  max: 1,
  exceeded: 'The operation signs in, signs up or changes a password more than once.',
};

/** Reads the gateway's limits from the settings. */
export const limitsFromSettings = (settings: LimitSettings): Partial<Limits> => ({
  depth: settings.LIMIT_DEPTH,
  aliases: settings.LIMIT_ALIASES,
  rootFields: settings.LIMIT_ROOT_FIELDS,
  fields: settings.LIMIT_FIELDS,
  cost: settings.LIMIT_COST,
  eventCost: settings.LIMIT_EVENT_COST,
  cacheBytes: settings.LIMIT_CACHE_BYTES,
  bodyBytes: settings.LIMIT_BODY_BYTES,
  frameBytes: settings.LIMIT_BODY_BYTES,
  subscriptionsPerSocket: settings.LIMIT_SUBSCRIPTIONS,
  streams: settings.LIMIT_STREAMS,
  streamsPerAddress: settings.LIMIT_STREAMS_PER_ADDRESS,
  connectionInitMs: settings.LIMIT_INIT_MS,
  operationsPerClient: settings.LIMIT_OPERATIONS,
  operationsPerAddress: settings.LIMIT_OPERATIONS_PER_ADDRESS,
  operationsPerSocket: settings.LIMIT_OPERATIONS,
  messagesPerSecond: settings.LIMIT_MESSAGES,
  sockets: settings.LIMIT_SOCKETS,
  socketsPerAddress: settings.LIMIT_SOCKETS_PER_ADDRESS,
  socketWaitingBytes: settings.LIMIT_SOCKET_BYTES,
  allSocketsWaitingBytes: settings.LIMIT_ALL_SOCKETS_BYTES,
  upstreams: settings.LIMIT_UPSTREAMS,
  upstreamsPerAddress: settings.LIMIT_UPSTREAMS_PER_ADDRESS,
  privateStreamsPerUser: settings.LIMIT_PRIVATE_STREAMS_PER_USER,
});

/** The rates of clients, and the reading of their addresses. */
export interface ClientLimits {
  readonly rates: readonly Rate[];
  /** Whether clients on loopback are limited by their address: a developer's own tests come from there. */
  readonly limitsLoopback: boolean;
  readonly proxies: ProxyTrust;
}

/** Reads the limits of clients from the settings. */
export const clientLimitsFromSettings = (settings: ClientSettings): ClientLimits => ({
  rates: ratesFromSettings(settings),
  limitsLoopback: settings.LIMIT_LOOPBACK === 'on',
  proxies: { proxies: settings.TRUSTED_PROXIES ?? [], header: settings.TRUSTED_PROXY_HEADER },
});
