/** Servers that accept a connection, request a login as their protocol does, and refuse it. */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

/** A server's answer to a received chunk; the server closes the connection after `last`. */
type Reply = (received: Buffer) => { readonly send: Buffer | string; readonly last?: boolean } | null;

export interface RefusingServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Each connection has a dialogue of its own. */
async function listen(dialogue: () => Reply): Promise<RefusingServer> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    const reply = dialogue();
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (received) => {
      const answer = reply(received);
      if (!answer) return;
      if (answer.last) socket.end(answer.send);
      else socket.write(answer.send);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** RESP: each command begins with the number of its words. */
export const startRefusingRedis = (): Promise<RefusingServer> =>
  listen(() => (received) => ({
    send: received
      .toString()
      .split(/^(?=\*)/m)
      .map((command) =>
        /\r\nauth\r\n/i.test(command)
          ? '-WRONGPASS invalid username-password pair or user is disabled.\r\n'
          : '-NOAUTH Authentication required.\r\n',
      )
      .join(''),
  }));

const SSL_REQUEST = 80_877_103;
const PASSWORD_MESSAGE = 'p'.charCodeAt(0);

/** Requests the password in clear text. */
export const startRefusingPostgres = (): Promise<RefusingServer> =>
  listen(() => (received) => {
    if (received.readUInt32BE(4) === SSL_REQUEST) return { send: 'N' };
    if (received[0] !== PASSWORD_MESSAGE) return { send: Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]) };
    const fields = 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "postgres"\0\0';
    const size = Buffer.alloc(4);
    size.writeUInt32BE(fields.length + 4);
    return { send: Buffer.concat([Buffer.from('E'), size, Buffer.from(fields)]), last: true };
  });

const longText = (text: string): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length);
  return Buffer.concat([size, Buffer.from(text)]);
};
const shortText = (text: string): Buffer => Buffer.from([text.length, ...Buffer.from(text)]);

/** A method frame of channel 0. */
function methodFrame(classId: number, methodId: number, ...parameters: readonly Buffer[]): Buffer {
  const payload = Buffer.concat([Buffer.from([0, classId, 0, methodId]), ...parameters]);
  const head = Buffer.alloc(7);
  head.writeUInt8(1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
}

/** AMQP 0-9-1: Connection.Start, and Connection.Close with 403 for the answer to it. */
export const startRefusingRabbit = (): Promise<RefusingServer> =>
  listen(() => (received) => {
    const isGreeting = received.subarray(0, 4).toString() === 'AMQP';
    const version = Buffer.from([0, 9]);
    const noProperties = Buffer.alloc(4);
    if (isGreeting)
      return { send: methodFrame(10, 10, version, noProperties, longText('PLAIN'), longText('en_US')) };
    const code = Buffer.from([403 >> 8, 403 & 0xff]);
    const reason = shortText('ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.');
    return { send: methodFrame(10, 50, code, reason, Buffer.from([0, 10, 0, 11])) };
  });

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

/** One document as an answer in the form of the request: the first one comes as OP_QUERY, the others as OP_MSG. */
function mongoReply(requestId: number, opCode: number, document: object): Buffer {
  const body = Buffer.from(BSON.serialize(document));
  const isQuery = opCode === OP_QUERY;
  const preamble = Buffer.alloc(isQuery ? 20 : 5);
  if (isQuery) preamble.writeInt32LE(1, 16);
  const head = Buffer.alloc(16);
  head.writeInt32LE(head.length + preamble.length + body.length);
  head.writeInt32LE(requestId, 8);
  head.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([head, preamble, body]);
}

const HELLO = {
  ismaster: true,
  helloOk: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  saslSupportedMechs: ['SCRAM-SHA-256'],
  ok: 1,
};
const REFUSED = { ok: 0, errmsg: 'Authentication failed.', code: 18, codeName: 'AuthenticationFailed' };

export const startRefusingMongo = (): Promise<RefusingServer> =>
  listen(() => (received) => {
    const isLogin = received.includes('saslStart') && !/ismaster|hello\0/i.test(received.toString('latin1'));
    return { send: mongoReply(received.readInt32LE(4), received.readInt32LE(12), isLogin ? REFUSED : HELLO) };
  });

/** Repeats the headers and the address that it refuses, as debugging proxies do. */
export async function startRefusingHttp(): Promise<RefusingServer> {
  const server = http.createServer((request, response) => {
    request.resume();
    response.writeHead(401).end(`refused: ${request.url ?? ''} ${JSON.stringify(request.headers)}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
