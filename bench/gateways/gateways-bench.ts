import { ENRICHED, QUOTE, READY, READY_ENRICHED } from '../fanout/frames.ts';
import { benchOf, type Bench } from '../section.ts';
import { installOthers } from './install.ts';
import { compareQueries } from './queries.ts';
import { slowReader } from './slow-reader.ts';
import { compareStreams } from './streams.ts';

const sections = benchOf({
  a: compareStreams({
    key: 'a',
    title: 'A: a quote alone',
    field: QUOTE,
    ready: READY,
    holds: '"last":',
  }),
  b: compareStreams({
    key: 'b',
    title: 'B: a quote with a field of the second subgraph',
    field: ENRICHED,
    ready: READY_ENRICHED,
    holds: '"Name of PETR4"',
  }),
  slow: slowReader,
  query: compareQueries,
});

/** The benchmark of our gateway beside others over the same subgraphs. It installs them first. */
export const GATEWAYS_BENCH: Bench = {
  names: sections.names,
  open: (options) => {
    const open = sections.open(options);
    let installed: Promise<void> | null = null;
    return {
      ...open,
      measure: async (name) => {
        options.progress('installing the other gateways ...');
        installed ??= installOthers();
        await installed;
        return open.measure(name);
      },
    };
  },
};
