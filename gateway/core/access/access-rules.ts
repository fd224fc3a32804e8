import { isObjectType, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { ReadDirective } from '../federation/directives.ts';

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

/** Identities of the specifications of @authenticated and of @requiresScopes. */
export const AUTHENTICATED_SPEC = 'https://specs.apollo.dev/authenticated';
export const SCOPES_SPEC = 'https://specs.apollo.dev/requiresScopes';

/** Features of supergraphs that the rules are read from. A supergraph with an unknown feature for security is refused. */
export const ACCESS_FEATURES = [`${AUTHENTICATED_SPEC}/v0.1`, `${SCOPES_SPEC}/v0.1`] as const;

const scopesSchema = z.object({ scopes: z.array(z.array(z.string())) });
const ANY_CALLER: ScopeLists = [[]];

/**
 * Reads the rules from federation's `@authenticated` and `@requiresScopes` on fields and object types. Composition copies the
 * directives of object types to their interfaces; those are left out, since an interface may also stand for public objects.
 */
export function readAccessRules(
  supergraph: GraphQLSchema,
  readAuthenticated: ReadDirective,
  readScopes: ReadDirective,
): AccessRules {
  const scopesOf = (node: Parameters<ReadDirective>[0]): ScopeLists[] => {
    const scopes = readScopes(node);
    return [
      ...(readAuthenticated(node) ? [ANY_CALLER] : []),
      ...(scopes ? [scopesSchema.parse(scopes).scopes] : []),
    ];
  };
  const needs = new Map<string, FieldNeed>();
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const ofType = scopesOf(type.astNode);
    for (const field of Object.values(type.getFields())) {
      const scopes = [...ofType, ...scopesOf(field.astNode)];
      const coordinate = `${type.name}.${field.name}`;
      if (scopes.length > 0) needs.set(coordinate, { coordinate, scopes });
    }
  }
  return (type, field) => needs.get(`${type}.${field}`) ?? null;
}
