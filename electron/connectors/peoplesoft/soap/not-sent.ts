/** Node's codes that can only come before a connection stands: name look-up, connecting, TLS handshake. */
const BEFORE_SENDING = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_INVALID_CHAR',
]);
/** The same in the words of Chromium's network stack (`net::ERR_…` in the message). */
const CHROMIUM_BEFORE_SENDING =
  /\bnet::ERR_(NAME_NOT_RESOLVED|CONNECTION_REFUSED|UNSAFE_PORT|CERT_[A-Z_]+|SSL_VERSION_OR_CIPHER_MISMATCH)\b/;

/**
 * True only when a failed request certainly never left: the name did not resolve, the connection was refused, the
 * certificate was turned down. A reset, a time-out or anything unknown is false: PeopleSoft may have worked the request.
 */
export function certainlyNotSent(error: unknown): boolean {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    if (current instanceof AggregateError && current.errors.length > 0)
      return current.errors.every((one) => certainlyNotSent(one));
    if ('code' in current && typeof current.code === 'string' && BEFORE_SENDING.has(current.code)) return true;
    if ('syscall' in current && current.syscall === 'connect') return true;
    // Node's fetch blocks the ports of other protocols by name (Fetch standard, "port blocking").
    if (current.message === 'bad port') return true;
    if (CHROMIUM_BEFORE_SENDING.test(current.message)) return true;
    current = current.cause;
  }
  return false;
}
