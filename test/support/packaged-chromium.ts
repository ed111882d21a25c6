import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exclusively } from '../../build/exclusive.ts';
import { inRoot } from '../../build/root.ts';

const UNPACK_LIMIT_MS = 120_000;

/** The Chromium that comes inside an npm package, unpacked. */
export interface PackagedChromium {
  readonly executable: string;
  /** Variables it needs to find its own libraries and fonts on a machine that has neither. */
  readonly env: Readonly<Record<string, string>>;
}

/** Whether npm brought a Chromium that this machine can run: the package holds one for Linux on x64 only. */
export function hasPackagedChromium(): boolean {
  return (
    process.platform === 'linux' && process.arch === 'x64' && existsSync(inRoot('node_modules/@sparticuz/chromium'))
  );
}

/**
 * Unpacks it once per version into a folder of our own. The package itself would unpack into the system's temporary
 * folder and take whatever file already lies there, of any version and from any user.
 */
export async function packagedChromium(): Promise<PackagedChromium> {
  const folder = inRoot('.cache', `chromium-${packageVersion()}`);
  if (!existsSync(folder)) await exclusively('unpack the test browser', async () => await unpackInto(folder));
  return {
    executable: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  };
}

async function unpackInto(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const fresh = `${folder}-unpacking`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const script = fileURLToPath(new URL('./unpack-chromium.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script], {
    env: { ...process.env, TMPDIR: fresh },
    timeout: UNPACK_LIMIT_MS,
  });
  await writeFile(join(fresh, 'fonts', 'fonts.conf'), fontsConfiguration(folder));
  await rename(fresh, folder);
}

/** The machine's fonts where it has some, else the one in the package, whose own configuration names a fixed folder. */
function fontsConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(folder, 'fonts', 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(inRoot('node_modules/@sparticuz/chromium/package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error('no version');
  return String(manifest.version);
}
