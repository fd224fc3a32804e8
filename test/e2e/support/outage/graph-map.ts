import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  buildSchema,
  getDirectiveValues,
  isEnumType,
  isObjectType,
  type DirectiveNode,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** The parts that resolve each field of the public graph, read from the supergraph's join directives. */
export interface GraphMap {
  readonly schema: GraphQLSchema;
  /** Names of the subgraphs. */
  readonly parts: readonly string[];
  /** The parts that resolve a field of an object type. */
  partsOf(type: string, field: string): readonly string[];
  /** The parts of the fields that the resolver of a field requires. */
  requiredBy(type: string, field: string): readonly string[];
  /** Fields of entities that some part refers to without resolving them, as `Type.field`. */
  readonly links: readonly string[];
}

interface Join {
  /** The part's name. */
  readonly part: string | undefined;
  readonly key?: string;
  readonly external?: boolean;
  readonly requires?: string;
}

const read = (file: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../../../gateway/generated', file), 'utf8');

/** Reads the committed supergraph. */
export function readGraphMap(): GraphMap {
  const supergraph = buildSchema(read('supergraph.graphql'), { assumeValid: true });
  const schema = buildSchema(read('api.graphql'));
  const names = partNames(supergraph);
  const objects = new Map(objectTypes(supergraph).map((type) => [type.name, type]));
  const joins = (directive: string, node: Annotated | undefined): Join[] =>
    applied(supergraph, directive, node).map((values) => ({
      ...values,
      part: names.get(String(values['graph'])),
    }));
  const hostsOf = onceFor((type: string): Join[] =>
    joins('join__type', objects.get(type)?.astNode ?? undefined),
  );
  const joinsOfFields = onceFor((type: string) =>
    onceFor((field: string): Join[] =>
      joins('join__field', objects.get(type)?.getFields()[field]?.astNode ?? undefined),
    ),
  );
  const fieldJoins = (type: string, field: string): Join[] => joinsOfFields(type)(field);
  const namesOf = (found: readonly Join[]): string[] => found.flatMap(({ part }) => part ?? []);
  const partsOf: GraphMap['partsOf'] = (type, field) => {
    const known = fieldJoins(type, field);
    return namesOf(known.length > 0 ? known.filter(({ external }) => external !== true) : hostsOf(type));
  };
  const isLink = (type: string, field: string): boolean =>
    hostsOf(type).some(({ key }) => key !== undefined) &&
    namesOf(hostsOf(type)).some((host) => !partsOf(type, field).includes(host));
  return {
    schema,
    parts: [...names.values()],
    partsOf,
    requiredBy: (type, field) =>
      fieldJoins(type, field).flatMap(({ requires = '' }) =>
        fieldNames(requires).flatMap((name) => partsOf(type, name)),
      ),
    links: objectTypes(schema).flatMap((type) =>
      Object.keys(type.getFields())
        .filter((field) => isLink(type.name, field))
        .map((field) => `${type.name}.${field}`),
    ),
  };
}

/** Computes the value of each name once: the results of an outage ask for it thousands of times. */
function onceFor<T>(compute: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const value = known.get(name) ?? compute(name);
    known.set(name, value);
    return value;
  };
}

interface Annotated {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

/** The arguments of each application of a directive, which may be repeated. */
function applied(
  schema: GraphQLSchema,
  name: string,
  node: Annotated | undefined,
): Record<string, unknown>[] {
  const definition = schema.getDirective(name);
  if (!definition) throw new Error(`the supergraph has no directive ${name}`);
  return (node?.directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) => getDirectiveValues(definition, { directives: [directive] }) ?? {});
}

/** Names of the parts by their values in `join__Graph`. */
function partNames(supergraph: GraphQLSchema): ReadonlyMap<string, string> {
  const graphs = supergraph.getType('join__Graph');
  if (!isEnumType(graphs)) throw new Error('the supergraph names no parts');
  return new Map(
    graphs.getValues().map(({ name, astNode }) => {
      const [values] = applied(supergraph, 'join__graph', astNode ?? undefined);
      return [name, String(values?.['name'])];
    }),
  );
}

/** Names of the outermost fields of a field set. */
function fieldNames(fieldSet: string): string[] {
  let flat = fieldSet;
  while (flat.includes('{')) flat = flat.replace(/\{[^{}]*\}/g, ' ');
  return flat.split(/\s+/).filter((name) => name !== '');
}

const objectTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));
