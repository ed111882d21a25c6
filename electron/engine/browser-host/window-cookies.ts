import { createHash, randomBytes } from 'node:crypto';

const MAX_WINDOWS = 64;

/** Which browsers may speak with this host. The cookie ends with the host: a new start asks for a new address. */
export interface WindowCookies {
  /** `set-cookie` value for a browser that came with a good token. */
  grant(): string;
  /** Whether a request's `cookie` header holds one that was granted. */
  isGranted(header: string | undefined): boolean;
}

/** Cookies know no ports: the name carries ours, so that two hosts on one machine do not undo each other. */
export function createWindowCookies(port: number): WindowCookies {
  const name = `tieout-${port}`;
  const granted = new Set<string>();
  return {
    grant() {
      const [oldest] = granted;
      if (granted.size >= MAX_WINDOWS && oldest !== undefined) granted.delete(oldest);
      const value = randomBytes(32).toString('base64url');
      granted.add(digest(value));
      return `${name}=${value}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isGranted(header) {
      const pairs = (header ?? '').split(';').map((pair) => pair.trim());
      return pairs.some((pair) => pair.startsWith(`${name}=`) && granted.has(digest(pair.slice(name.length + 1))));
    },
  };
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
