import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from '#platform/random.ts';

/** Arguments of fields that need some. Fields whose required arguments are not here are left out. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  candles: '(interval: D1, first: 1)',
  position: '(ticker: "PETR4")',
  trades: '(first: 1)',
  orders: '(first: 1)',
  statement: '(first: 1)',
};

const MAX_DEPTH = 11;

/** Writes a random selection of a type's fields. Equal seeds give equal texts; others hardly ever do. */
export function randomSelection(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  options: { readonly random: Random; readonly characters: number },
): string {
  const { random } = options;
  let left = options.characters;
  const write = (text: string): string => {
    left -= text.length;
    return text;
  };
  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((one) => ({ one, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);

  const field = (one: GraphQLField<unknown, unknown>, depth: number): string => {
    const named = getNamedType(one.type);
    const given = ARGUMENTS[one.name] ?? '';
    if (given === '' && one.args.some(isRequiredArgument)) return '';
    if (isLeafType(named)) return write(`${one.name} `);
    if (depth >= MAX_DEPTH || left <= 0) return '';
    return `${write(one.name)}${write(given)}${select(named, depth + 1)}`;
  };
  const select = (of: GraphQLNamedType, depth: number): string => {
    if (isAbstractType(of)) {
      const members = shuffled(schema.getPossibleTypes(of));
      return `{ __typename ${members.map((one) => `${write(`... on ${one.name} `)}${select(one, depth)}`).join('')}} `;
    }
    if (!isObjectType(of)) return '';
    const fields = shuffled(Object.values(of.getFields())).map((one) => (left > 0 ? field(one, depth) : ''));
    return `{ ${write('__typename ')}${fields.join('')}} `;
  };
  return select(type, 1);
}

/** Pads an operation with a comment to a size, without a new field: a document's text counts, too. */
export const padded = (text: string, bytes: number): string =>
  text.length >= bytes ? text : `${text}\n#${'x'.repeat(bytes - text.length - 2)}`;
