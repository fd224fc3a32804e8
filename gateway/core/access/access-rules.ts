import type { Schema } from '@apollo/federation-internals';
import {
  getDirectiveValues,
  isObjectType,
  type FieldDefinitionNode,
  type GraphQLDirective,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { z } from 'zod';

/** Lists of scopes, of which a caller needs all of one list. The empty list asks for a caller with any scopes. */
type ScopeLists = readonly (readonly string[])[];

/** The condition under which a caller may select a field. */
export interface FieldNeed {
  /** `Type.field`. */
  readonly coordinate: string;
  /** Each must hold. */
  readonly scopes: readonly ScopeLists[];
}

/** The needs of a graph's fields; null for a field that anybody may select. */
export type AccessRules = (type: string, field: string) => FieldNeed | null;

/** Features of supergraphs that the rules are read from. A supergraph with an unknown feature for security is refused. */
export const ACCESS_FEATURES = [
  'https://specs.apollo.dev/authenticated/v0.1',
  'https://specs.apollo.dev/requiresScopes/v0.1',
] as const;

type Maybe<T> = T | null | undefined;
type DefinitionNode = FieldDefinitionNode | ObjectTypeDefinitionNode;

const scopesSchema = z.object({ scopes: z.array(z.array(z.string())) });
const ANY_CALLER: ScopeLists = [[]];

/**
 * Reads the rules from federation's `@authenticated` and `@requiresScopes` on fields and object types. Composition copies the
 * directives of object types to their interfaces; those are left out, since an interface may also stand for public objects.
 */
export function readAccessRules(supergraph: GraphQLSchema, core: Schema): AccessRules {
  const directiveOf = (name: string): GraphQLDirective | null => {
    const feature = core.coreFeatures?.getByIdentity(`https://specs.apollo.dev/${name}`);
    return (feature && supergraph.getDirective(feature.directiveNameInSchema(name))) ?? null;
  };
  const authenticated = directiveOf('authenticated');
  const requiresScopes = directiveOf('requiresScopes');
  const scopesOf = ({ astNode }: { readonly astNode?: Maybe<DefinitionNode> }): ScopeLists[] => {
    const valuesOf = (directive: GraphQLDirective | null) =>
      directive && astNode ? getDirectiveValues(directive, astNode) : undefined;
    const scopes = valuesOf(requiresScopes);
    return [
      ...(valuesOf(authenticated) ? [ANY_CALLER] : []),
      ...(scopes ? [scopesSchema.parse(scopes).scopes] : []),
    ];
  };
  const needs = new Map<string, FieldNeed>();
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const ofType = scopesOf(type);
    for (const field of Object.values(type.getFields())) {
      const scopes = [...ofType, ...scopesOf(field)];
      const coordinate = `${type.name}.${field.name}`;
      if (scopes.length > 0) needs.set(coordinate, { coordinate, scopes });
    }
  }
  return (type, field) => needs.get(`${type}.${field}`) ?? null;
}
