export { createClient, type BrokerClient, type ClientOptions, type Operations } from './client.ts';
export { BrokerError, ConnectionError, type GraphError } from './errors.ts';
export * from './generated/operations.ts';
