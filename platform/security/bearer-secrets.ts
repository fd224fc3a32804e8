import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** A secret with 256 random bits, in base64url behind a mark by which people and scanners recognise it. */
export const createSecret = (mark: string): string =>
  `${mark}${randomBytes(SECRET_BYTES).toString('base64url')}`;

/** SHA-256 in base64url. A secret with 256 random bits cannot be guessed from it, so it needs no salt and no slow hash. */
export const digestOfSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');
