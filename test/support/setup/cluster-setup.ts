import { ensureClusterTemplate } from '../cluster-template.ts';

export default ensureClusterTemplate;
