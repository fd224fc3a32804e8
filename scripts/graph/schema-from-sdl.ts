import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import {
  buildASTSchema,
  GraphQLError,
  Kind,
  parse,
  visit,
  type ASTNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { StartError } from '#platform/process/start-error.ts';

/** Locations in operations; a directive with none of them only speaks to servers and tools. */
const EXECUTABLE = new Set<string>([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD'],
  ...['FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT', 'VARIABLE_DEFINITION'],
]);
/** Directives on definitions that clients know of. */
const STANDARD = new Set(['deprecated', 'specifiedBy', 'oneOf']);

/**
 * The schema that clients see, from the SDL of a public schema, a supergraph or a subgraph. Leaves out the directives of
 * federation. Throws StartError with one line when the text is no valid SDL.
 */
export function schemaFromSdl(sdl: string, source: string): GraphQLSchema {
  try {
    if (/@link\(url: "https:\/\/specs\.apollo\.dev\/join\//.test(sdl))
      return Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES })
        .apiSchema()
        .toGraphQLJSSchema();
    return buildASTSchema(withoutServerDirectives(parse(sdl)));
  } catch (error) {
    throw new StartError(`${source}${place(error)} holds no valid schema: ${firstLine(error)}`, {
      cause: error,
    });
  }
}

const isForServers = ({ locations }: DirectiveDefinitionNode): boolean =>
  !locations.some(({ value }) => EXECUTABLE.has(value));

function withoutServerDirectives(document: DocumentNode): DocumentNode {
  return visit<DocumentNode>(document, {
    Directive: (node) => (STANDARD.has(node.name.value) ? undefined : null),
    DirectiveDefinition: (node) => (isForServers(node) ? null : undefined),
    SchemaExtension: { leave: (node) => (isEmptyExtension(node) ? null : undefined) },
  });
}

const isEmptyExtension = (node: ASTNode): boolean =>
  node.kind === Kind.SCHEMA_EXTENSION && !node.operationTypes?.length && !node.directives?.length;

function place(error: unknown): string {
  const location = error instanceof GraphQLError ? error.locations?.[0] : undefined;
  return location ? `:${location.line}:${location.column}` : '';
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
