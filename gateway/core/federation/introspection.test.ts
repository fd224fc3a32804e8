import { expect, test } from 'vitest';
import { silentLog } from '#platform/observability/log.ts';
import { fixtureSupergraph } from '../../test/fixture-subgraphs.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { createDocumentCheck } from '../operations/document.ts';
import { prepareOperation } from '../operations/prepare.ts';
import { createExecution } from './execution.ts';
import { createRequestContext, NO_CLIENT } from './request-context.ts';
import { loadSupergraph } from './supergraph.ts';

test('introspection is executed once for each document and its variables', async () => {
  const supergraph = loadSupergraph(fixtureSupergraph());
  const check = createDocumentCheck(supergraph.apiSchema, DEFAULT_LIMITS);
  const execute = createExecution(supergraph, silentLog);
  const run = async (query: string, variables = {}) => {
    const operation = prepareOperation(supergraph.apiSchema, check, { query, variables });
    if ('errors' in operation) throw new Error(operation.errors.join('\n'));
    const context = createRequestContext(NO_CLIENT, 'req_1', { anonymousStatement: () => undefined });
    return (await execute({ kind: 'QueryPlan' }, operation, {}, context)).data;
  };
  const schema = '{ __schema { queryType { name } } }';
  const first = await run(schema);
  expect(first).toEqual({ __schema: { queryType: { name: 'Query' } } });
  expect(await run(schema)).toBe(first);
  const type = 'query ($name: String!) { __type(name: $name) { name } }';
  expect(await run(type, { name: 'Quote' })).toEqual({ __type: { name: 'Quote' } });
  expect(await run(type, { name: 'Trade' })).toEqual({ __type: { name: 'Trade' } });
});
