import { BadLine } from './bad-line.ts';

/** Longest line. Without this bound a file without line ends would fill memory. */
const MAX_LINE_CHARACTERS = 4_096;

/**
 * Lines of a UTF-8 file without their line ends (LF or CR LF), in batches, one for each chunk. A byte order mark is left out.
 *
 * @throws BadLine for a line that is too long, or bytes that are not UTF-8
 */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let line = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new BadLine(line + 1 + linesBeforeFault(chunk), 'it is not UTF-8 text');
    }
  };
  for await (const chunk of chunks) {
    const lines = (rest + decode(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const [index, text] of lines.entries()) {
      if (text.length > MAX_LINE_CHARACTERS) throw tooLong(line + index + 1);
      if (text.endsWith('\r')) lines[index] = text.slice(0, -1);
    }
    if (rest.length > MAX_LINE_CHARACTERS) throw tooLong(line + lines.length + 1);
    line += lines.length;
    yield lines;
  }
  rest += decode();
  if (rest !== '') yield [rest.endsWith('\r') ? rest.slice(0, -1) : rest];
}

const tooLong = (line: number): BadLine =>
  new BadLine(line, `it has more than ${MAX_LINE_CHARACTERS} characters`);

/** Line ends of a chunk before the first byte that is not UTF-8. */
function linesBeforeFault(chunk: Uint8Array = new Uint8Array()): number {
  const [before = ''] = new TextDecoder().decode(chunk).split('\ufffd', 1);
  return before.split('\n').length - 1;
}
