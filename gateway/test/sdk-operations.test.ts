import { readFileSync } from 'node:fs';
import {
  getIntrospectionQuery,
  getNamedType,
  getOperationAST,
  isListType,
  isNonNullType,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { loadSupergraph } from '../core/federation/supergraph.ts';
import { DEFAULT_LIMITS } from '../core/limits.ts';
import { exceededLimit } from '../core/operations/complexity.ts';
import { createCostModel } from '../core/operations/cost.ts';
import { parseManifest } from '../core/operations/trusted-documents.ts';
import { SAMPLES } from '../playground/samples.ts';
import { realSupergraph } from './real-supergraph.ts';

const { apiSchema: schema, prices } = loadSupergraph(realSupergraph());
const costOf = createCostModel(schema, prices);
const manifest = new URL('../generated/trusted-documents.json', import.meta.url);
const texts = [
  ...parseManifest(readFileSync(manifest, 'utf8')).values(),
  ...SAMPLES.map(({ query }) => query),
];

/** The most that a client of the SDK may request at once: pages and lists of 200. */
const LARGEST = 200;

test.each(texts.map((text) => [/\w+ \w+/.exec(text.replace(/^#.*$/gm, ''))?.[0] ?? text, text]))(
  '%s fits the limits with its largest variables',
  (_name, text) => {
    const document = parse(text);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('the document has no operation');
    const variables = Object.fromEntries(
      (operation.variableDefinitions ?? []).map(({ variable, type }) => {
        const found = typeFromAST(schema, type as never);
        const inner = isNonNullType(found) ? found.ofType : found;
        const isInt = found !== undefined && getNamedType(found)?.name === 'Int';
        return [variable.name.value, isListType(inner) ? Array(LARGEST).fill('x') : isInt ? LARGEST : 'x'];
      }),
    );
    expect(exceededLimit(schema, document, DEFAULT_LIMITS)).toBeNull();
    expect(costOf({ document, operation, variables })).toBeLessThanOrEqual(DEFAULT_LIMITS.cost);
  },
);

test('a default page of notes with their lines, executions and orders fits the limits', () => {
  const order = 'order { id side type status limitPrice quantity }';
  const execution = `execution { id price quantity grossAmount fees settlesOn at ${order} }`;
  const lines = `lines { executionId ticker costs dayTradeQuantity ${execution} }`;
  const taxes = 'costs { name amount } withheld { kind base amount isDeducted }';
  const note = `id number tradeDate settlesOn isProvisional bought sold netAmount pdfPath ${taxes} ${lines}`;
  const page = `notes { nodes { ${note} } pageInfo { hasNextPage endCursor } }`;
  const document = parse(`{ account(id: "acc_1") { ${page} } }`);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('the document has no operation');
  expect(validate(schema, document)).toEqual([]);
  expect(exceededLimit(schema, document, DEFAULT_LIMITS)).toBeNull();
  expect(costOf({ document, operation, variables: {} })).toBeLessThanOrEqual(DEFAULT_LIMITS.cost);
});

test('introspection by tools fits the limits, a few at once do not', () => {
  const cost = (query: string): number => {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('the document has no operation');
    return costOf({ document, operation, variables: {} });
  };
  expect(cost(getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true }))).toBeLessThan(
    DEFAULT_LIMITS.cost / 2,
  );
  const types = 'types { name fields { name type { name kind ofType { name } } } }';
  const aliases = Array.from({ length: 50 }, (_, index) => `a${index}: __schema { ${types} }`);
  expect(cost(`{ ${aliases.join(' ')} }`)).toBeGreaterThan(3 * DEFAULT_LIMITS.cost);
});
