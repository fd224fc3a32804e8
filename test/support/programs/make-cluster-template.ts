/** Creates the cluster of the template in the folder of the first argument. */
import { createTemplateCluster } from '../cluster-template.ts';

await createTemplateCluster(process.argv[2] ?? '');
