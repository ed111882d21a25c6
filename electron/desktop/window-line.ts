import type { MessagePortMain } from 'electron';
import type { Engine } from '../engine/engine-types.ts';
import type { Session } from '../engine/contract/session.ts';

/** Larger frames end the line: no command or query of the contract comes near. */
const MAX_FRAME_LETTERS = 1024 * 1024;

/** The contract over one window's port. Answers how to take the line away; it also ends with the window. */
export function serveWindowLine(port: MessagePortMain, engine: Engine, session: Session): () => void {
  let isOpen = true;
  const send = (frame: unknown) => {
    if (isOpen) port.postMessage(frame);
  };
  const stopListening = engine.listen(send);
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    stopListening();
    port.close();
    engine.closeSession(session.sessionId);
  };
  port.on('message', ({ data }: { data: unknown }) => {
    if (isTooLarge(data)) return end();
    void engine.answer(data, session).then(send);
  });
  port.on('close', end);
  port.start();
  return end;
}

/** A port carries any structured value; one that is no JSON is no frame either. */
function isTooLarge(data: unknown): boolean {
  try {
    return JSON.stringify(data).length > MAX_FRAME_LETTERS;
  } catch {
    return true;
  }
}
