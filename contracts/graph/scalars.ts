import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { parseDecimal } from '#domain/money/decimal.ts';

/** A value that a scalar does not take. It is the request's fault, so it carries BAD_USER_INPUT. */
const invalid = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** A scalar whose values are strings of one form, checked on the way in. */
function stringScalar(
  name: string,
  isValid: (text: string) => boolean,
  form: string,
): GraphQLScalarType<string, string> {
  const take = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw invalid(`${name} must be ${form}, not ${show(value)}.`);
  };
  return new GraphQLScalarType({
    name,
    serialize: String,
    parseValue: take,
    parseLiteral: (node) => take(node.kind === Kind.STRING ? node.value : literalText(node)),
  });
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};
const literalText = (node: ValueNode): unknown => ('value' in node ? Number(node.value) : null);

const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  !Number.isNaN(Date.parse(text));

const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
};

const takeDecimal = (value: unknown): string => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && parseDecimal(value)) return value;
  throw invalid(`Decimal must be a string like "28.90" or an integer, not ${show(value)}.`);
};

const takeLong = (value: unknown): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw invalid(`Long must be a whole number up to 9007199254740991, not ${show(value)}.`);
};

/** Resolvers of the scalars of `common.graphql`, for every subgraph and the gateway. */
export const scalarResolvers = {
  Decimal: new GraphQLScalarType<string, string>({
    name: 'Decimal',
    serialize: String,
    parseValue: takeDecimal,
    parseLiteral: (node) =>
      takeDecimal(
        node.kind === Kind.STRING ? node.value : node.kind === Kind.INT ? Number(node.value) : null,
      ),
  }),
  DateTime: stringScalar('DateTime', isInstant, 'an instant like "2026-03-16T13:00:00.000Z"'),
  Date: stringScalar('Date', isDay, 'a day like "2026-03-16"'),
  Ticker: stringScalar('Ticker', (text) => text.length <= 256, 'a string like "PETR4"'),
  Cursor: stringScalar('Cursor', (text) => text.length <= 512, 'a cursor that this graph gave'),
  Long: new GraphQLScalarType<number, number>({
    name: 'Long',
    serialize: Number,
    parseValue: takeLong,
    parseLiteral: (node) => takeLong(node.kind === Kind.INT ? Number(node.value) : null),
  }),
} as const;
