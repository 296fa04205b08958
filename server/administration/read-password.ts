import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** What is typed at a terminal isn't shown. */
const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * The new password: of the variable NEW_PASSWORD, else the first line of standard input, asked for at a terminal. Never an
 * argument, which everybody on the machine could read. Undefined when there is none.
 */
export const readNewPassword = async (): Promise<string | undefined> => {
  const given = process.env.NEW_PASSWORD;
  if (given) return given;
  const terminal = process.stdin.isTTY;
  if (terminal) process.stderr.write('Password: ');
  const lines = createInterface({ input: process.stdin, output: silence(), terminal });
  try {
    for await (const line of lines) return line;
    return undefined;
  } finally {
    lines.close();
    if (terminal) process.stderr.write('\n');
  }
};
