import type { FastifyReply, FastifyRequest } from 'fastify';
import { joinAdmissions, quotaHeaders, refusalOf } from '../admission.ts';
import type { RequestRefused } from '../errors.ts';
import type { Admission, Client, GatewayHooks } from '../hooks.ts';
import type { Refusals } from '../turns/refusals.ts';

/** An admitted request whose body has not been read. */
export interface Arrival {
  readonly client: Client;
  readonly admission: Admission;
}

/** Admits an HTTP request, and sets the header fields of its quotas. */
export type Arrive = (request: FastifyRequest, reply: FastifyReply) => Promise<Arrival | RequestRefused>;

const ONE_REQUEST = { kind: 'request', count: 1, cost: 0, operation: null } as const;

interface ArriveDependencies extends Pick<GatewayHooks, 'authenticate' | 'admit' | 'addressOf'> {
  readonly refusals: Refusals;
}

/**
 * Admits a request of an address, authenticates its caller and admits a request of the caller. So a credential that must be
 * looked up costs nothing beyond the rate of the address. The refusals of a client that goes on are held for a while.
 */
export const createArrive =
  ({ authenticate, admit, addressOf, refusals }: ArriveDependencies): Arrive =>
  async (request, reply) => {
    const address = addressOf(request.raw);
    const refuse = async (client: Client, refused: RequestRefused): Promise<RequestRefused> => {
      await refusals.untilAnswer(client);
      return refused;
    };
    const ofAddress = await admit({ ...ONE_REQUEST, caller: null, address });
    const limited = refusalOf(ofAddress);
    if (limited) return refuse({ caller: null, address }, limited);
    reply.headers(quotaHeaders(ofAddress));
    const authentication = await authenticate(request.headers.authorization);
    if ('refused' in authentication) return refuse({ caller: null, address }, authentication.refused);
    const { caller, notice } = authentication;
    if (notice !== undefined)
      reply.header('www-authenticate', `Bearer error="invalid_token", error_description="${notice}"`);
    const client: Client = { caller, address };
    if (!caller) return { client, admission: ofAddress };
    const ofCaller = await admit({ ...ONE_REQUEST, caller, address: null });
    const callerLimited = refusalOf(ofCaller);
    if (callerLimited) return refuse(client, callerLimited);
    const admission = joinAdmissions(ofAddress, ofCaller);
    reply.headers(quotaHeaders(admission));
    return { client, admission };
  };
