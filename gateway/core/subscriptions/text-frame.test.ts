import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { payloadFrame, sizedText, textFrame } from './text-frame.ts';

/** Reads frames by the receiver of ws. */
async function read(...frames: readonly Buffer[]): Promise<string[]> {
  const wire = new PassThrough();
  const socket = new WebSocket(null as never, undefined, {});
  // Frames of a server, as a client reads them.
  Object.assign(socket, { _isServer: false });
  Object.assign(wire, { setTimeout: () => wire, setNoDelay: () => wire });
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => void messages.push(data.toString()));
  (socket as unknown as { setSocket: (wire: PassThrough, head: Buffer, options: object) => void }).setSocket(
    wire,
    Buffer.alloc(0),
    { allowSynchronousEvents: true, maxPayload: 1_000_000, skipUTF8Validation: false },
  );
  for (const frame of frames) wire.write(frame);
  while (messages.length < frames.length) await new Promise((resolve) => setImmediate(resolve));
  return messages;
}

test.each([0, 1, 125, 126, 65_535, 65_536, 70_000])('a text of %d bytes arrives as it is', async (bytes) => {
  const text = 'x'.repeat(bytes);
  expect(await read(textFrame(text), textFrame('after'))).toEqual([text, 'after']);
});

test.each([0, 100, 65_500, 80_000])(
  'a payload of %d bytes arrives between its head and the brace',
  async (bytes) => {
    const payload = 'ç'.repeat(bytes);
    const frame = payloadFrame(sizedText('{"id":"ü","payload":'), Buffer.from(payload));
    expect(await read(frame, textFrame('ñ'))).toEqual([`{"id":"ü","payload":${payload}}`, 'ñ']);
  },
);
