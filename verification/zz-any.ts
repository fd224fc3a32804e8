import { existsSync, writeFileSync, rmSync } from 'node:fs';
import { startOwnBroker } from '#verification/attack/broker/own-broker.ts';
import { createAttackerProcess } from '#verification/attack/attacker/attacker-process.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createIdSource } from '#platform/ids.ts';
import { startInnocent } from '#verification/attack/innocent/innocent.ts';
import { latencyOf } from '#verification/attack/innocent/statistics.ts';
const clock = createWallClock(); const ids = createIdSource(clock);
const broker = await startOwnBroker({ profile: 'embedded', clock, port: 0, settings: {} });
const attacker = createAttackerProcess();
const innocent = await startInnocent({ graph: broker.target.graph, clock, newName: () => ids('innocent') });
await innocent.observe(12);
const show = (l: any) => `n ${l.samples} p50 ${l.p50Ms.toFixed(1)} p99 ${l.p99Ms.toFixed(1)} max ${l.maxMs.toFixed(1)}`;
console.log('quiet', show(latencyOf((await innocent.observe(8)).queriesMs)));
for (const name of (process.argv[2] ?? 'sweep-of-a-book').split(',')) {
  if (process.argv[3] === name || process.argv[3] === String((globalThis as any).n = ((globalThis as any).n ?? 0) + 1)) { writeFileSync('/tmp/sw/go', ''); await innocent.observe(4); }
  const attacking = attacker.run({ name, seconds: 8, seed: 1, target: broker.target, localAddress: '127.0.1.9' });
  let done = false; void attacking.then(() => (done = true));
  const all: number[] = []; const orders: number[] = []; let quotes = 0; const begin = process.hrtime.bigint(); const lines: string[] = [];
  while (!done) { const a = await innocent.observe(1, { until: attacking }); all.push(...a.queriesMs); orders.push(...a.ordersMs); quotes += a.quotes;
    lines.push(`${(Number(process.hrtime.bigint()) / 1e9).toFixed(2)}: ${a.queriesMs.filter((m) => m > 15).map((m) => m.toFixed(0)).join(' ')}`); }
  const r: any = await attacking;
  console.log(name, show(latencyOf(all)), 'orders', show(latencyOf(orders)), 'quotes', quotes, JSON.stringify(r.result?.answers ?? r).slice(0, 200));
  console.log(lines.join('\n'));
  await innocent.observe(3);
}
await innocent.close(); attacker.stop(); await broker.stop();
