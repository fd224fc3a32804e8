import type { Supergraph } from '@apollo/federation-internals';
import { getDirectiveValues, type GraphQLDirective, type GraphQLSchema } from 'graphql';

type Annotated = Parameters<typeof getDirectiveValues>[1];

/** Reads the values of one directive; undefined where it is not applied. */
export type ReadDirective = (
  node: Annotated | null | undefined,
) => Readonly<Record<string, unknown>> | undefined;

const READ_NOTHING: ReadDirective = () => undefined;

/**
 * Creates the reader of a directive that a supergraph links, under the name that the supergraph gives it.
 *
 * @param identity URL of the directive's specification, without its version
 * @returns a reader that finds nothing when the supergraph does not link the specification
 */
export function directiveReader(
  supergraph: Supergraph,
  schema: GraphQLSchema,
  identity: string,
  name: string,
): ReadDirective {
  const feature = supergraph.schema.coreFeatures?.getByIdentity(identity);
  const directive = feature && schema.getDirective(feature.directiveNameInSchema(name));
  return directive ? readerOf(directive) : READ_NOTHING;
}

const readerOf =
  (directive: GraphQLDirective): ReadDirective =>
  (node) =>
    node ? getDirectiveValues(directive, node) : undefined;
