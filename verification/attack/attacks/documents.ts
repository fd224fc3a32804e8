import type { Attack } from '../attack.ts';
import { attackWith, attackWithBody, flood, type Scene } from '../attacker/scene.ts';
import { onlyAnswers } from '../tally.ts';

const repeated = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ');

/** Each fragment spreads the one before twice: 2^30 fields in 1 KB. */
const FRAGMENT_BOMB = `${repeated(30, (i) => `fragment F${i + 1} on Query { ...F${i} ...F${i} }`)}
  fragment F0 on Query { marketStatus { phase } } { ...F30 }`;
const FRAGMENT_CYCLE = `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A marketStatus { phase } }`;
const ALIASES = `{ ${repeated(10_000, (i) => `a${i}: me { id }`)} }`;
const REPEATED_FIELD = `{ marketStatus { ${repeated(20_000, () => 'phase')} } }`;
const DEEP = `{ asset(ticker: "PETR4") ${'{ twin '.repeat(5_000)}{ name }${' }'.repeat(5_001)}`;
const DIRECTIVES = `{ marketStatus { phase ${repeated(1_000, () => '@skip(if: false)')} } }`;
const UNKNOWN_FIELDS = `{ ${repeated(1_900, (i) => `quotez${i}`)} }`;
const MANY_OPERATIONS = repeated(2_000, (i) => `query Q${i} { marketStatus { phase } }`);
const VARIABLE_DEFINITIONS = `query (${repeated(3_000, (i) => `$v${i}: Int = ${i}`)}) { marketStatus { phase } }`;
const DEEP_LIST_VALUE = `{ quotes(tickers: ${'['.repeat(9_000)}"PETR4"${']'.repeat(9_000)}) { last } }`;
const LONG_NUMBER = `{ assets(first: ${'9'.repeat(200_000)}) { totalCount } }`;
const BLOCK_STRING = `{ asset(ticker: """${'\n x'.repeat(60_000)}""") { name } }`;

const LONG_ALIASES = `{ asset(ticker: "PETR4") { candles(interval: M1, last: 1000) { nodes { ${'a'.repeat(30_000)}: open } } } }`;
/** Within the limit of a name: its length counts in the cost. */
const MANY_LONG_ALIASES = `{ assets(first: 200) { nodes { ${repeated(48, (i) => `${'a'.repeat(125)}${i}: name`)} } } }`;
const RESERVED_ALIAS = '{ marketStatus { __typename: phase } }';
const PROTOTYPE_ALIAS = '{ constructor: marketStatus { keys: phase } }';
const KEY_ALIAS = '{ asset(ticker: "PETR4") { ticker: name quote { last } } }';

const DOCUMENTS: Readonly<Record<string, string>> = {
  FRAGMENT_BOMB,
  FRAGMENT_CYCLE,
  ALIASES,
  REPEATED_FIELD,
  DEEP,
  DIRECTIVES,
  UNKNOWN_FIELDS,
  MANY_OPERATIONS,
  VARIABLE_DEFINITIONS,
  DEEP_LIST_VALUE,
  LONG_NUMBER,
  BLOCK_STRING,
  LONG_ALIASES,
  MANY_LONG_ALIASES,
  RESERVED_ALIAS,
  PROTOTYPE_ALIAS,
  KEY_ALIAS,
};

const REFUSED = /^(400|413|429) /;

const documentAttack = (
  name: string,
  does: string,
  documents: readonly (keyof typeof DOCUMENTS)[],
): Attack => ({
  name,
  does,
  expects: '400 with a code, or 429',
  run: (scene) =>
    flood(scene, { perSecond: 20, atOnce: 20 }, (index) =>
      attackWith(scene, DOCUMENTS[documents[index % documents.length] ?? ''] ?? ''),
    ),
  judge: (result) => onlyAnswers(result, REFUSED),
});

const JSON_HEAD = '{"query":"query ($v: [Ticker!]!) { quotes(tickers: $v) { last } }","variables":';

/** Bodies that are no well-formed request. */
const BODIES: Readonly<Record<string, string | Buffer>> = {
  'an array of 1,000 operations': JSON.stringify(
    Array.from({ length: 1_000 }, () => ({ query: '{ me { id } }' })),
  ),
  'JSON of 100,000 levels': `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`,
  'deep variables': `${JSON_HEAD}{"v":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
  'a list of 50,000 tickers': `${JSON_HEAD}{"v":[${repeated(40_000, () => '"A"').replaceAll(' ', ',')}]}}`,
  'a huge number': `${JSON_HEAD}{"v":${'9'.repeat(200_000)}}}`,
  'an infinite number': `${JSON_HEAD}{"v":1e999}}`,
  'malformed UTF-8': Buffer.concat([
    Buffer.from('{"query":"{ marketStatus { phase } }'),
    Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
    Buffer.from('"}'),
  ]),
  'a truncated body': '{"query":"{ marketStatus',
  'a prototype': '{"__proto__":{"query":"{ me { id } }"},"constructor":{"prototype":{"query":1}}}',
  'an empty body': '',
  'a null': 'null',
  'NUL characters': '{"query":"{ marketStatus { phase } }\\u0000","variables":{"\\u0000":1}}',
};

const nextBody = (scene: Scene, index: number): Promise<unknown> => {
  const bodies = Object.values(BODIES);
  return attackWithBody(scene, bodies[index % bodies.length] ?? '');
};

export const DOCUMENT_ATTACKS: readonly Attack[] = [
  documentAttack('fragment-bombs', 'sends fragments that multiply to 2^30 fields, and fragments in a cycle', [
    'FRAGMENT_BOMB',
    'FRAGMENT_CYCLE',
  ]),
  documentAttack(
    'huge-documents',
    'sends 10,000 aliases, 20,000 equal fields, 5,000 levels, 2,000 operations',
    ['ALIASES', 'REPEATED_FIELD', 'DEEP', 'MANY_OPERATIONS', 'VARIABLE_DEFINITIONS'],
  ),
  documentAttack(
    'costly-validation',
    'sends 1,000 directives, 1,900 unknown fields, deep and long literals',
    ['DIRECTIVES', 'UNKNOWN_FIELDS', 'DEEP_LIST_VALUE', 'LONG_NUMBER', 'BLOCK_STRING'],
  ),
  documentAttack('long-aliases', 'multiplies aliases of 30,000 and of 127 characters by lists', [
    'LONG_ALIASES',
    'MANY_LONG_ALIASES',
  ]),
  documentAttack(
    'reserved-aliases',
    'aliases that are names of introspection, of objects of JavaScript, of the key of an entity',
    ['RESERVED_ALIAS', 'PROTOTYPE_ALIAS', 'KEY_ALIAS'],
  ),
  {
    name: 'malformed-bodies',
    does: 'sends batches, deep JSON, huge variables and numbers, malformed UTF-8, prototypes',
    expects: '4xx with a code',
    run: (scene) => flood(scene, { perSecond: 30, atOnce: 20 }, (index) => nextBody(scene, index)),
    judge: (result) => onlyAnswers(result, /^4\d\d /),
  },
];
