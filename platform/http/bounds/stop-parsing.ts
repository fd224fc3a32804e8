import type { Socket } from 'node:net';

/** Node's parser keeps the functions that it calls under numbers. */
const CALL = /^\d+$/;

/**
 * Ends a connection in the midst of what it has sent. One read holds up to 64 KiB, of which Node's parser reports every chunk and
 * request also after the connection is destroyed: 10,000 calls, about 25 ms. Without functions to call it skips them.
 */
export function stopParsing(socket: Socket): void {
  const { parser } = socket as Socket & { readonly parser?: Record<string, unknown> | null };
  if (parser) silence(parser);
  socket.destroy();
}

function silence(parser: Record<string, unknown>): void {
  const calls = Object.entries(parser).filter(
    ([name, call]) => CALL.test(name) && typeof call === 'function',
  );
  for (const [name] of calls) parser[name] = null;
  // Node gives the parser to another connection once this one has closed, which is later.
  setImmediate(() => {
    for (const [name, call] of calls) parser[name] = call;
  });
}
