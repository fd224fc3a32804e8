import { describe, expect, test } from 'vitest';
import { RawSocket } from '../raw.ts';

/** Errors over a WebSocket. They run on the broker of the test file that calls this. */
export function socketErrors(url: () => string): void {
  describe('errors over a socket', () => {
    test('a bad token closes the socket with 4403', async () => {
      const socket = await RawSocket.open(url(), { authorization: 'Bearer nonsense' });
      expect(await socket.closed).toBe(4403);
    });

    test('an error of one operation does not affect the others', async () => {
      const socket = await RawSocket.open(url(), {});
      expect((await socket.next()).type).toBe('connection_ack');
      socket.subscribe('bad', 'subscription {');
      socket.subscribe('unknown', 'subscription { nothing }');
      socket.subscribe('include', 'subscription ($a: Boolean!) { marketStatus @include(if: $a) { phase } }', {
        a: true,
      });
      socket.subscribe('private', 'subscription { orders(accountId: "acc_x") { cursor } }');
      socket.subscribe('good', 'subscription { marketStatus { phase } }');
      expect(JSON.stringify(await socket.next('bad'))).toContain('GRAPHQL_PARSE_FAILED');
      expect(JSON.stringify(await socket.next('unknown'))).toContain('GRAPHQL_VALIDATION_FAILED');
      expect(JSON.stringify(await socket.next('private'))).toContain('UNAUTHENTICATED');
      expect(await socket.next('good')).toMatchObject({ type: 'next' });
      socket.close();
    });

    test('a frame over 256 KiB closes the socket with 1009', async () => {
      const socket = await RawSocket.open(url(), {});
      socket.subscribe('1', `subscription { marketStatus { phase } } #${'x'.repeat(262_144)}`);
      expect(await socket.closed).toBe(1009);
    });

    test('the 101st subscription of a socket is LIMIT_EXCEEDED', async () => {
      const socket = await RawSocket.open(url(), {});
      await socket.next();
      for (let id = 1; id <= 101; id++)
        socket.subscribe(String(id), 'subscription { marketStatus { phase } }');
      expect(JSON.stringify(await socket.next('101'))).toContain('LIMIT_EXCEEDED');
      expect(await socket.next('100')).toMatchObject({ type: 'next' });
      socket.close();
    });
  });
}
