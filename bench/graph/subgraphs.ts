import { startChild, type Child } from '../child.ts';
import type { SubgraphsAnswer, SubgraphsCommand } from './subgraphs-messages.ts';

export type Subgraphs = Child<SubgraphsCommand, SubgraphsAnswer>;

/** Starts the process of both subgraphs. */
export const startSubgraphs = (): Promise<Subgraphs> => startChild('bench/graph/subgraphs-main.ts');
