export { createClient, type BrokerClient, type ClientOptions } from './client.ts';
export { BrokerError, ConnectionError, type GraphError } from './errors.ts';
export type { Answer, AnswerForm, Operations, Requests } from './operations.ts';
export { errorAt, type OnFieldErrors, type Result } from './result.ts';
export * from './generated/operations.ts';
