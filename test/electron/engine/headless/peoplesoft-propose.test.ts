import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from '../../../../electron/engine/headless/all-commands.ts';
import { runCommandLine } from '../../../../electron/engine/headless/run-command-line.ts';
import { writeOddService } from '../../../support/odd-service-files.ts';
import { SITE_SERVICES } from '../../connectors/peoplesoft/discovery/site-services.ts';
import { standInEngine } from '../stand-in-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function run(args: readonly string[]) {
  const folder = temporaryFolder();
  const [service] = SITE_SERVICES['customer'] ?? [];
  if (service === undefined) throw new Error('there is no customer service to try');
  writeOddService(service, join(folder, 'wsdl'));
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(['peoplesoft', 'propose', ...args], ALL_COMMANDS, {
    env: {},
    cwd: folder,
    signal: new AbortController().signal,
    version: '0.0.0',
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    createEngine: async () => standInEngine(),
  });
  return { code, stdout, stderr };
}

describe('peoplesoft propose', () => {
  it('names a property for each value with its reason, and shows the XML of an example', async () => {
    const { code, stdout } = await run(['--wsdl', 'wsdl', '--preset', 'customer']);
    expect(code).toBe(0);
    expect(stdout).toContain('Stripe id: Z_STRIPE_ID. It is STRIPE_ID with the site’s own prefix.');
    expect(stdout).toContain('Create__CompIntfc__CUSTOMER_CI>');
  });

  it('says what a service lacks for another document, and exits 1', async () => {
    const { code, stdout } = await run(['--wsdl', 'wsdl', '--preset', 'deposit', '--json']);
    expect(code).toBe(1);
    const answer = JSON.parse(stdout) as { findings: { text: string; blocks: boolean }[] };
    expect(answer.findings).toContainEqual({
      text: 'No property of CI_CUSTOMER_CI is chosen for Payment id.',
      blocks: true,
    });
  });

  it('names the presets there are', async () => {
    expect(await run(['--wsdl', 'wsdl', '--preset', 'invoice'])).toMatchObject({ code: 2 });
    expect((await run(['--wsdl', 'wsdl'])).stderr).toContain('one of deposit, pending-item, customer, customer-main');
  });
});
