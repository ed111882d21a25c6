/**
 * The buffers of a result that can move to another thread without a copy: typed arrays that are the value itself or stand in
 * a field of it, and own their whole buffer. Buffers (they may share a pool) are copied.
 */
export function transferables(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const fields =
    typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) ? Object.values(value) : [value];
  // A list is never a holder of columns; looking at each of its rows would cost more than it saves.
  for (const field of Array.isArray(value) ? [] : fields) {
    if (!ArrayBuffer.isView(field) || Buffer.isBuffer(field)) continue;
    const { buffer } = field;
    if (buffer instanceof ArrayBuffer && field.byteLength === buffer.byteLength) found.add(buffer);
  }
  return [...found];
}
