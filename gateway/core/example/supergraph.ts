import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** Composes subgraphs. Throws with all composition errors. */
export function compose(subgraphs: readonly { name: string; url: string; sdl: string }[]): string {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
