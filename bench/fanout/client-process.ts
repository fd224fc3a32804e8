import { startChild, type Child } from '../child.ts';
import type { ClientCommand, Done } from './client-messages.ts';

/** Many clients in a process of their own. */
export type ClientProcess = Child<ClientCommand, Done>;

export const startClients = (): Promise<ClientProcess> => startChild('bench/fanout/client-main.ts');
