import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { describeWith } from '#test/support/requirements/requirement.ts';
import { pythonWith } from './support/python.ts';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly variables?: { readonly after: string } };
}

/** A server that sends one update for each socket, closes the first socket, and completes the stream of the second. */
async function startServer(): Promise<{ url: string; cursors: string[] }> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: () => 'graphql-transport-ws',
  });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const cursors: string[] = [];
  const answer = (socket: WebSocket, { type, id, payload }: Message): void => {
    const send = (message: object): void => socket.send(JSON.stringify(message));
    if (type === 'connection_init') return send({ type: 'connection_ack' });
    cursors.push(payload?.variables?.after ?? '');
    const cursor = `c${cursors.length}`;
    const orders = { cursor, order: { clientOrderId: 'mine', status: 'OPEN' } };
    send({ type: 'next', id, payload: { data: { orders } } });
    if (cursors.length === 1) socket.close(1001);
    else send({ type: 'complete', id });
  };
  server.on('connection', (socket) =>
    socket.on('message', (text: Buffer) => answer(socket, JSON.parse(text.toString()) as Message)),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, cursors };
}

describeWith('a program in Python', pythonWith('httpx', 'websockets'), (program) => {
  test('goes on after a server that stops, and ends when the server completes the stream', async () => {
    const { url, cursors } = await startServer();
    const script = path.join(import.meta.dirname, 'python/stream.py');
    const child = spawn(program, [script, url, 'ana-1', 'a', 'c0']);
    onTestFinished(() => void child.kill());
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect([printed, cursors]).toEqual(['c1 mine OPEN\nc2 mine OPEN\n', ['c0', 'c1']]);
  });
});
