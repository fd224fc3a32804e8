import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Clock } from '#platform/time/clock.ts';
import { launchKafka, type KafkaNode } from '#scripts/stack/kafka.ts';
import { ensureFree, eventually } from '#scripts/stack/process.ts';

/** Number of parts that declare topics at the same time. */
const PARTS = 6;
const END_MS = 30_000;

/** Starts all parts over a new Kafka `count` times; returns the number of starts that worked. */
export async function campaign(
  count: number,
  port: number,
  clock: Clock,
  print: (line: string) => void,
): Promise<number> {
  const busy = new Worker('for (;;);', { eval: true });
  let worked = 0;
  try {
    for (let attempt = 1; attempt <= count; attempt += 1) {
      const startedMs = clock.nowMs();
      const failures = await firstStart(port);
      const seconds = ((clock.nowMs() - startedMs) / 1000).toFixed(1);
      if (failures.length === 0) worked += 1;
      print(`${attempt}: ${failures.length === 0 ? 'worked' : failures.join('; ')} (${seconds} s)`);
    }
  } finally {
    await busy.terminate();
  }
  return worked;
}

/** Starts the parts over an empty Kafka; returns the errors of failed parts. */
async function firstStart(port: number): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kafka-first-start-'));
  const node: KafkaNode = { name: 'kafka-first-start', folder, port, controllerPort: port + 1 };
  const portsAreFree = (): Promise<unknown> =>
    Promise.all([ensureFree(node.name, node.port), ensureFree(node.name, node.controllerPort)]);
  await portsAreFree();
  const pid = await launchKafka(node);
  try {
    const ends = await Promise.all(Array.from({ length: PARTS }, (_, part) => startPart(port, part)));
    return [...new Set(ends.filter((failure) => failure !== null))];
  } finally {
    process.kill(pid, 'SIGKILL');
    await eventually(
      () =>
        portsAreFree().then(
          () => true,
          () => false,
        ),
      END_MS,
    );
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the start of a part in its own process; returns its error, or null when the start worked. */
async function startPart(port: number, part: number): Promise<string | null> {
  const child = fork(path.join(import.meta.dirname, 'part.ts'), [String(port), String(part)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? null : (errors.trim().split('\n').at(-1) ?? `ended with ${code}`);
}
