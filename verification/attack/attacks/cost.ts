import type { Attack } from '../attack.ts';
import { attackWith, flood, newPerson } from '../attacker/scene.ts';
import { onlyAnswers } from '../tally.ts';

const repeated = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ');

const YEAR = '(from: "2026-01-01", to: "2026-12-31")';
const DAY = 'date opensAt closesAt settlesOn';
const CALENDAR = `{ ${repeated(3, (i) => `c${i}: calendar${YEAR} { ${repeated(12, (j) => `d${j}: date`)} ${DAY} }`)} }`;

const TYPE =
  'name kind description fields { name description args { name description type { name } } type { name } }';
const SCHEMAS = `{ ${repeated(50, (i) => `s${i}: __schema { types { ${TYPE} } }`)} }`;

const LISTS = `trades(first: 200) { nodes { id price quantity at } }
  candles(interval: D1, first: 200) { nodes { openedAt open high low close volume } }`;
const NESTED_LISTS = `{ assets(first: 200) { nodes { ticker ${LISTS}
  ${repeated(10, (i) => `t${i}: trades(first: ${i + 100}) { nodes { id price } }`)} } } }`;

const TICKERS = JSON.stringify(Array.from({ length: 200 }, () => 'PETR4'));
const QUOTES = `{ ${repeated(20, (i) => `q${i}: quotes(tickers: ${TICKERS}) { ticker last bid ask asset { name isin } }`)} }`;

const IDS = JSON.stringify(Array.from({ length: 100 }, (_, i) => `eDox${i}`));
const NODES = `{ ${repeated(20, (i) => `n${i}: nodes(ids: ${IDS}) { id ... on Asset { quote { last } trades(first: 200) { nodes { id } } } }`)} }`;

/** An operation that must be refused for its cost. */
const tooCostly = (attack: Pick<Attack, 'name' | 'does'>, query: string, perSecond = 5): Attack => ({
  ...attack,
  expects: 'OPERATION_TOO_COMPLEX before any of it runs',
  run: (scene) => flood(scene, { perSecond, atOnce: 10 }, () => attackWith(scene, query)),
  judge: (result) => onlyAnswers(result, /OPERATION_TOO_COMPLEX|RATE_LIMITED/),
});

export const COST_ATTACKS: readonly Attack[] = [
  {
    name: 'calendar-thrice',
    does: 'selects a year of `calendar` three times, each day with 16 fields, 5 times a second',
    expects: 'an answer or a refusal, and no wait for others',
    run: (scene) => flood(scene, { perSecond: 5, atOnce: 10 }, () => attackWith(scene, CALENDAR)),
    judge: (result) => onlyAnswers(result, /^200$|OPERATION_TOO_COMPLEX|RATE_LIMITED/),
  },
  tooCostly({ name: 'schema-aliases', does: 'selects `__schema` under 50 aliases' }, SCHEMAS),
  tooCostly(
    { name: 'lists-in-lists', does: 'selects candles and trades of 200 instruments under 12 aliases' },
    NESTED_LISTS,
  ),
  tooCostly({ name: 'quotes-times-twenty', does: 'selects 200 quotes under 20 aliases' }, QUOTES),
  tooCostly({ name: 'nodes-times-twenty', does: 'selects 100 nodes with lists under 20 aliases' }, NODES),
  {
    name: 'largest-allowed-list',
    does: 'selects the largest page of instruments, each with its quote, 20 times a second',
    expects: 'an answer or a refusal, and no wait for others',
    run: (scene) =>
      flood(scene, { perSecond: 20, atOnce: 10 }, () =>
        attackWith(scene, '{ assets(first: 200) { nodes { ticker name quote { last bid ask } } } }'),
      ),
    judge: (result) => onlyAnswers(result, /^200$|OPERATION_TOO_COMPLEX|RATE_LIMITED/),
  },
  {
    name: 'private-lists',
    does: 'selects all lists of its own account under aliases with a token, 10 times a second',
    expects: 'an answer, OPERATION_TOO_COMPLEX or RATE_LIMITED',
    run: async (scene) => {
      const { token, accountId } = await newPerson(scene);
      const lists = repeated(
        10,
        (
          i,
        ) => `o${i}: orders(first: ${190 + i}) { nodes { id executions(last: 100) { id costs { name amount } } } }
          s${i}: statement(first: ${190 + i}) { nodes { id description } }`,
      );
      const query = `query ($id: ID!) { account(id: $id) { ${lists} } }`;
      await flood(scene, { perSecond: 10, atOnce: 10 }, () =>
        attackWith(scene, query, { id: accountId }, { token }),
      );
    },
    judge: (result) => onlyAnswers(result, /^200$|OPERATION_TOO_COMPLEX|RATE_LIMITED/),
  },
];
