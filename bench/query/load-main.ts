/** Client of the query benchmark, in a process of its own: a few connections that send one query after the other. */
import { Pool } from 'undici';
import type { QueryLoad, QueryRun } from './load-messages.ts';

async function run({ url, query, variables, requests, connections }: QueryLoad): Promise<QueryRun> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const body = JSON.stringify({ query, variables });
  const headers = { 'content-type': 'application/json' };
  let left = requests;
  let failed = 0;
  const startMs = performance.now();
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || text.includes('"errors"')) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const wallMs = performance.now() - startMs;
  await pool.close();
  return { wallMs, failed };
}

process.on('message', (load: QueryLoad) => {
  void run(load).then((done) => process.send?.(done));
});
process.on('disconnect', () => process.exit());
