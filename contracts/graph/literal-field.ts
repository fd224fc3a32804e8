import { TokenKind, type ValueNode } from 'graphql';

/**
 * The path of the argument, input field or variable that a literal belongs to (`input.limitPrice`), read from the tokens
 * before the literal: a scalar gets the literal without its parents. Null for a document that was parsed without locations.
 */
export function fieldOfLiteral(literal: ValueNode): string | null {
  const names: string[] = [];
  let closed = 0;
  let isInField = true;
  for (let token = literal.loc?.startToken.prev; token; token = token.prev) {
    if (isClosing(token.kind)) closed += 1;
    else if (closed > 0) closed -= isOpening(token.kind) ? 1 : 0;
    else if (token.kind === TokenKind.PAREN_L) break;
    else if (token.kind === TokenKind.BRACE_L) isInField = true;
    else if (token.kind === TokenKind.COLON && isInField) {
      names.unshift(token.prev?.value ?? '');
      isInField = false;
    }
  }
  return names.length === 0 ? null : names.join('.');
}

const isClosing = (kind: TokenKind): boolean =>
  kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R;
const isOpening = (kind: TokenKind): boolean =>
  kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L;
