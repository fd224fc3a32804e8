/** Creates the cluster of the template in the folder of the first argument. */
import { createTemplateCluster } from '../database/cluster-template.ts';

await createTemplateCluster(process.argv[2] ?? '');
// Prisma's schema engine leaves a timer of ten seconds for each database, for which the process would wait.
process.exit();
