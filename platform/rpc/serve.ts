import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Log } from '../observability/log.ts';
import type { Statements } from '../security/caller.ts';
import type { Calls, ContractShape } from './local.ts';

/** The header that carries the signed statement of the calling service. */
export const SERVICE_STATEMENT_HEADER = 'x-service-statement';

/** The path of a method at a process's address. */
export const callPath = (service: string, method: string): string => `/calls/${service}/${method}`;

export interface ServeCallsOptions<C extends ContractShape> {
  readonly contract: C;
  /** Null while the part is starting: calls answer 503. */
  readonly implementation: () => Calls<C> | null;
  readonly statements: Statements;
  readonly log: Log;
}

/**
 * Serves the calls of a contract at POST /calls/SERVICE/METHOD. Answers 401 without a valid service statement, 503 while
 * the part is starting, 400 for input that violates the contract (a bug of the caller), and 500 for a bug of the
 * implementation, without its message.
 */
export function serveCalls<C extends ContractShape>(
  app: FastifyInstance,
  { contract, implementation, statements, log }: ServeCallsOptions<C>,
): void {
  for (const [method, shape] of Object.entries(contract.methods)) {
    app.post(callPath(contract.service, method), async (request, reply) => {
      const statement = request.headers[SERVICE_STATEMENT_HEADER];
      const subject = typeof statement === 'string' ? statements.verify(statement) : null;
      if (!subject || !('service' in subject))
        return reply.status(401).send(refusal(`${SERVICE_STATEMENT_HEADER} must hold a valid statement`));
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
        const fields = { err: error, correlationId: request.id, caller: subject.service };
        log.error(fields, `the call ${contract.service}.${method} failed`);
        return reply.status(500).send(refusal(`${contract.service}.${method} failed`));
      }
    });
  }
}

const refusal = (message: string) => ({ error: message });
