import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createMemoryQueue } from '../in-process/queue/memory-queue.ts';
import { silentLog } from './log.ts';
import { startTelemetry, traceQueue } from './telemetry.ts';
import { noTracing, traced } from './tracing.ts';

interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** Starts a collector that keeps the spans it receives. */
async function startCollector(): Promise<{ url: string; spans: ReceivedSpan[] }> {
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[];
      };
      spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)));
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans };
}

test('without an endpoint nothing is traced and a queue is not wrapped', async () => {
  const { tracing } = await startTelemetry(null, 'test', silentLog);
  expect(tracing).toBe(noTracing);
  const queue = createMemoryQueue();
  expect(traceQueue(queue, tracing)).toBe(queue);
});

test('spans reach the collector: children, other processes, failures and messages of a queue', async () => {
  const { url, spans } = await startCollector();
  const { tracing, stop } = await startTelemetry(url, 'test', silentLog);
  const outer = tracing.start('outer', 'server', { 'correlation.id': 'req_1' });
  let carrier = {};
  await traced(outer, async () => {
    await traced(tracing.start('inner', 'client', {}), async () => void (carrier = tracing.carrier()));
  });
  await traced(tracing.start('elsewhere', 'server', {}, carrier), async () => undefined);
  const failing = tracing.start('failing', 'server', {});
  await expect(traced(failing, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

  const queue = traceQueue(createMemoryQueue(), tracing);
  await queue.declare('work');
  await queue.publish('work', [{ body: Buffer.from('x'), messageId: 'm', correlationId: 'req_2' }]);
  let resolveHandled = (): void => undefined;
  const handled = new Promise<void>((resolve) => (resolveHandled = resolve));
  const endConsuming = await queue.consume('work', { maxBatch: 10 }, async () => resolveHandled());
  await handled;
  await endConsuming();
  await stop();

  const byName = (name: string) => spans.find((span) => span.name === name);
  expect(byName('inner')?.parentSpanId).toBe(byName('outer')?.spanId);
  expect(byName('elsewhere')?.parentSpanId).toBe(byName('inner')?.spanId);
  expect(byName('elsewhere')?.traceId).toBe(byName('outer')?.traceId);
  expect(byName('failing')?.status.code).toBe(2);
  const correlation = (name: string) =>
    byName(name)?.attributes.find(({ key }) => key === 'correlation.id')?.value.stringValue;
  expect([correlation('publish work'), correlation('handle work')]).toEqual(['req_2', 'req_2']);
});
