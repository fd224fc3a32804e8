import type { FastifyInstance } from 'fastify';
import type { Log } from '../observability/log.ts';
import type { Calls, ContractShape } from '../rpc/local.ts';
import { serveCalls } from '../rpc/serve.ts';
import type { Statements } from '../security/caller.ts';

/** The calls of one contract, ready to be served. */
export type AnsweredCalls = (app: FastifyInstance, statements: Statements, log: Log) => void;

/** @param implementation null while its part is starting */
export const answerCalls =
  <C extends ContractShape>(contract: C, implementation: () => Calls<C> | null): AnsweredCalls =>
  (app, statements, log) =>
    serveCalls(app, { contract, implementation, statements, log });
