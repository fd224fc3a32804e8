import { getNamedType, isInterfaceType, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { ReadDirective } from '../federation/directives.ts';

/** Identity of the specification of `@delivery`, by which a supergraph links it. */
export const DELIVERY_SPEC = 'https://specs.my-broker-b3.example/delivery';
/** Name of the directive in its specification. A supergraph may import it under another name. */
export const DELIVERY_DIRECTIVE = 'delivery';

/**
 * Delivery of the events of one subscription field.
 *
 * - `newest`: only the newest state matters, and a slow client skips. `key` names the field that identifies a state,
 *   `sequence` the one that grows by one per state of a key, `skipped` the one that reports the gap; `every` names the argument
 *   with the shortest time between two states of a key, in milliseconds; `keys` the one with the list of wanted keys.
 * - `every`: no event is skipped. `cursor` names the event's field from which the stream resumes, and its argument.
 */
export interface StreamPolicy {
  /** With `everyone`, equal subscriptions share one upstream. */
  readonly audience: 'everyone' | 'caller';
  readonly delivery: 'newest' | 'every';
  /** False where each subscriber needs its own first event. */
  readonly isShareable: boolean;
  readonly key: string | null;
  /** Keys follow one another: a new subscriber gets the state of the newest key alone, and no key's last state is skipped. */
  readonly isSuccessive: boolean;
  readonly sequence: string | null;
  readonly skipped: string | null;
  readonly cursor: { readonly field: string; readonly argument: string } | null;
  /** The argument with the list of keys whose states a subscription wants: each key has an upstream of its own, which all lists share. */
  readonly keys: string | null;
  /** The argument by which a subscriber limits the rate of states; the gateway applies it, so the stream is shared all the same. */
  readonly every: string | null;
}

/** Policies by the name of the field of Subscription. */
export type StreamPolicies = ReadonlyMap<string, StreamPolicy>;

const name = z.string().nullish().default(null);
const deliverySchema = z.object({
  newest: z.boolean().default(false),
  public: z.boolean().default(false),
  shared: z.boolean().default(true),
  key: name,
  successive: z.boolean().default(false),
  sequence: name,
  skipped: name,
  cursor: name,
  after: name,
  keys: name,
  every: name,
});

/**
 * Reads the policy of every stream from its directive. A stream without the directive is private and delivers every event.
 *
 * @throws Error when a directive names a field or an argument that its stream does not have
 */
export function readPolicies(supergraph: GraphQLSchema, read: ReadDirective): StreamPolicies {
  const fields = Object.values(supergraph.getSubscriptionType()?.getFields() ?? {});
  return new Map(fields.map((field) => [field.name, policyOf(field, read)]));
}

type Field = GraphQLField<unknown, unknown>;

function policyOf(field: Field, read: ReadDirective): StreamPolicy {
  const { newest, shared, successive, key, sequence, skipped, cursor, after, keys, every, ...rest } =
    deliverySchema.parse(read(field.astNode) ?? {});
  for (const one of [key, sequence, skipped, cursor]) if (one !== null) requireField(field, one);
  for (const one of [after, keys, every]) if (one !== null) requireArgument(field, one);
  if (every !== null && !newest) throw wrong(field, 'limits the rate of a stream that skips no event');
  if (keys !== null && (!newest || !rest.public || !shared || key === null))
    throw wrong(
      field,
      'shares upstreams by keys, which only a public, shared stream of states with a key may',
    );
  if ((cursor === null) !== (after === null)) throw wrong(field, 'needs both or none of cursor and after');
  return {
    audience: rest.public ? 'everyone' : 'caller',
    delivery: newest ? 'newest' : 'every',
    isShareable: rest.public && shared,
    key,
    isSuccessive: successive,
    sequence,
    skipped,
    keys,
    every,
    cursor: cursor !== null && after !== null ? { field: cursor, argument: after } : null,
  };
}

function requireField(field: Field, fieldName: string): void {
  const type = getNamedType(field.type);
  const hasFields = isObjectType(type) || isInterfaceType(type);
  if (hasFields && Object.hasOwn(type.getFields(), fieldName)) return;
  throw wrong(field, `names the field "${fieldName}", which ${type.name} does not have`);
}

function requireArgument(field: Field, argumentName: string): void {
  if (field.args.some((argument) => argument.name === argumentName)) return;
  throw wrong(field, `names the argument "${argumentName}", which the stream does not have`);
}

const wrong = (field: Field, fault: string): Error =>
  new Error(`@${DELIVERY_DIRECTIVE} of the stream "${field.name}" ${fault}.`);
