import { METHODS, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorAnswer } from './error-answers.ts';
import { ALLOWED_METHODS, hasManyHosts, hasUnknownCoding } from './request-rules.ts';
import { refuseUpgrade } from './upgrades.ts';

/** Answers a path that cannot be decoded, for which the router has no error handler. */
export const answerMalformedPath = (
  error: FastifyError,
  _request: FastifyRequest,
  reply: FastifyReply,
): void =>
  void reply
    .status(error.statusCode ?? 400)
    .send(errorAnswer('The path of the request is malformed.', 'BAD_USER_INPUT'));

/**
 * Refuses requests with several hosts or an unknown transfer coding, and makes every method that HTTP knows one of the router's,
 * which answers it with 405.
 *
 * @param bound bounds the body of a request that no route gets
 * @param isBusy true while an answer of a connection is on its way, ahead of which nothing may be written
 */
export function refuseUnusualRequests(
  app: FastifyInstance,
  bound: (request: IncomingMessage) => void,
  isBusy: (socket: Socket) => boolean,
): void {
  for (const method of METHODS)
    if (!app.supportedMethods.includes(method) && method !== 'CONNECT') app.addHttpMethod(method);
  app.addHook('onRequest', ({ raw }, reply, done) => {
    const refuse = (status: number, message: string): void =>
      void reply.status(status).header('connection', 'close').send(errorAnswer(message, 'BAD_USER_INPUT'));
    if (hasManyHosts(raw)) return refuse(400, 'The request has more than one header field Host.');
    if (hasUnknownCoding(raw)) return refuse(501, 'The server knows no transfer coding but chunked.');
    done();
  });
  app.server.on('connect', (request, socket) => {
    socket.on('error', () => socket.destroy());
    if (isBusy(request.socket)) return void socket.destroy();
    const body = JSON.stringify(errorAnswer(wrongMethod('CONNECT'), 'BAD_USER_INPUT'));
    refuseUpgrade(socket, 405, { allow: ALLOWED_METHODS }, body);
  });
  app.server.on('checkExpectation', (request, response) => {
    bound(request);
    const message = 'The server knows no expectation but 100-continue.';
    const body = Buffer.from(JSON.stringify(errorAnswer(message, 'BAD_USER_INPUT')));
    const type = 'application/json; charset=utf-8';
    response
      .writeHead(417, { 'content-type': type, 'content-length': body.length, connection: 'close' })
      .end(body);
  });
  app.setNotFoundHandler(async ({ method, url }, reply) => {
    const path = url.split('?', 1)[0] ?? '';
    const allowed = app.supportedMethods.filter((one) => app.hasRoute({ method: one, url: path }));
    if (allowed.length > 0)
      return reply
        .status(405)
        .header('allow', allowed.join(', '))
        .send(errorAnswer(wrongMethod(method), 'BAD_USER_INPUT'));
    return reply.status(404).send(errorAnswer(`There is nothing at ${method} ${url}.`, 'NOT_FOUND'));
  });
}

const wrongMethod = (method: string): string => `This path does not take the method ${method}.`;
