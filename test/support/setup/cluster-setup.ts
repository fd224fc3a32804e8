import { ensureClusterTemplate } from '../database/cluster-template.ts';

export default ensureClusterTemplate;
