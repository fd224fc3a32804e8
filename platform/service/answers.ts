import type { FastifyInstance } from 'fastify';
import type { Log } from '../observability/log.ts';
import type { Calls, ContractShape } from '../rpc/local.ts';
import { serveCalls } from '../rpc/serve.ts';
import type { RequestSignatures } from '../security/request-signatures.ts';

/** Serves the calls of one contract on an HTTP server. */
export type AnsweredCalls = (app: FastifyInstance, signatures: RequestSignatures, log: Log) => void;

/** Binds a contract to its implementation. `implementation` returns null while the part is starting. */
export const answerCalls =
  <C extends ContractShape>(contract: C, implementation: () => Calls<C> | null): AnsweredCalls =>
  (app, signatures, log) =>
    serveCalls(app, { contract, implementation, signatures, log });
