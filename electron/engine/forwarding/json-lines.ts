import type { Socket } from 'node:net';
import { MAX_LINE_BYTES } from './forwarding-protocol.ts';

/**
 * Calls `onLine` with the JSON value of each line that arrives. A line that is no JSON, or longer than the limit, ends the
 * connection: whoever sends it is none of us.
 */
export function readJsonLines(socket: Socket, onLine: (value: unknown) => void): void {
  let waiting = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (let end = waiting.indexOf(0x0a); end >= 0; end = waiting.indexOf(0x0a)) {
      const line = waiting.subarray(0, end).toString('utf8');
      waiting = waiting.subarray(end + 1);
      const value = valueOf(line);
      if (value === undefined) return void socket.destroy();
      onLine(value);
    }
    if (waiting.length > MAX_LINE_BYTES) socket.destroy();
  });
}

export function writeJsonLine(socket: Socket, value: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(value)}\n`);
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
