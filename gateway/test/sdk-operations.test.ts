import { readFileSync } from 'node:fs';
import { getNamedType, getOperationAST, isListType, isNonNullType, parse, typeFromAST } from 'graphql';
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
