import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireSignature, signedFor } from '../http/signed-requests.ts';
import type { Log } from '../observability/log.ts';
import type { RequestSignatures } from '../security/request-signatures.ts';
import type { Calls, ContractShape } from './local.ts';
import { isUnavailable } from './unavailable.ts';

/** The path of a method at a process's address. */
export const callPath = (service: string, method: string): string => `/calls/${service}/${method}`;

export interface ServeCallsOptions<C extends ContractShape> {
  readonly contract: C;
  /** Null while the part is starting: calls answer 503. */
  readonly implementation: () => Calls<C> | null;
  readonly signatures: RequestSignatures;
  readonly log: Log;
}

/**
 * Serves the calls of a contract at POST /calls/SERVICE/METHOD. Answers 401 without a valid signature, 503 while the part is
 * starting or its database or another part does not answer, 400 for input that violates the contract (a bug of the caller), and 500
 * for a bug of the implementation, without its message.
 */
export function serveCalls<C extends ContractShape>(
  app: FastifyInstance,
  { contract, implementation, signatures, log }: ServeCallsOptions<C>,
): void {
  app.register(async (scope) => {
    const callerOf = requireSignature(scope, signedFor(signatures, contract.service));
    for (const [method, shape] of Object.entries(contract.methods)) {
      scope.post(callPath(contract.service, method), async (request, reply) => {
        const calls = implementation();
        if (!calls) return reply.status(503).send(refusal(`${contract.service} is starting`));
        const input = shape.input.safeParse(request.body);
        if (!input.success) return reply.status(400).send(refusal(z.prettifyError(input.error)));
        try {
          const call = calls[method] as (value: unknown) => Promise<unknown>;
          return await reply
            .type('application/json')
            .send(JSON.stringify(shape.output.parse(await call(input.data))));
        } catch (error) {
          const fields = { err: error, correlationId: request.id, caller: callerOf(request) };
          if (isUnavailable(error)) {
            log.warn(fields, `the call ${contract.service}.${method} cannot be answered now`);
            return reply.status(503).send(refusal(`${contract.service}.${method} cannot be answered now`));
          }
          log.error(fields, `the call ${contract.service}.${method} failed`);
          return reply.status(500).send(refusal(`${contract.service}.${method} failed`));
        }
      });
    }
  });
}

const refusal = (message: string) => ({ error: message });
