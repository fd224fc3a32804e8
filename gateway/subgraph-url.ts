import { readSettings, SettingsError, type Environment } from '#platform/config.ts';
import { kinds, optional } from '#processes/settings/setting-kinds.ts';

/** Name of the setting with a subgraph's address: MARKET_DATA_URL for `market-data`. */
const urlSetting = (subgraph: string): string =>
  `${subgraph.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()}_URL`;

/**
 * The address of a subgraph: its setting, or else the address in the supergraph.
 *
 * @throws SettingsError when the setting is no address, or neither has one
 */
export function subgraphUrl(subgraph: { name: string; url: string }, environment: Environment): string {
  const name = urlSetting(subgraph.name);
  const url = optional(`URL of the subgraph ${subgraph.name}.`, kinds.url('http', 'https'));
  const address = readSettings({ [name]: url }, environment)[name] ?? subgraph.url;
  if (address !== '') return address;
  throw new SettingsError(
    `${name} is not set: the supergraph has no address of its subgraph ${subgraph.name}.`,
  );
}
