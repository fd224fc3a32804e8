import { startChild, type Child } from '../child.ts';
import type { QueryLoad, QueryRun } from './load-messages.ts';

/** Starts the client of queries, in a process of its own. */
export const startLoad = (): Promise<Child<QueryLoad, QueryRun>> => startChild('bench/query/load-main.ts');
