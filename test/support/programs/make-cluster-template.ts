/** Creates the cluster of the template in the folder of the first argument. */
import { createTemplateCluster } from '../database/cluster-template.ts';

await createTemplateCluster(process.argv[2] ?? '');
