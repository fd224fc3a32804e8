import path from 'node:path';
import { requireClients } from '#scripts/prisma/clients.ts';

export default (): Promise<void> => requireClients(path.resolve(import.meta.dirname, '../../..'));
