import { afterEach, describe, expect, it, vi } from 'vitest';
import * as double from '../../support/electron-double.ts';
import { answerAppRequest, registerAppScheme } from '../../../electron/desktop/app-protocol.ts';
import { denyPermissions } from '../../../electron/desktop/deny-permissions.ts';
import { knowPortal, openOutside, openSignIn } from '../../../electron/desktop/external-links.ts';
import { guardNavigation } from '../../../electron/desktop/navigation-guard.ts';
import { handOverPorts, PORT_MESSAGE, PORT_WANTED } from '../../../electron/desktop/port-handover.ts';
import { networkFetch } from '../../../electron/desktop/network-fetch.ts';
import type { FileTable } from '../../../electron/engine/window-files/file-table.ts';

vi.mock('electron', () => import('../../support/electron-double.ts'));

const page = { type: 'text/html; charset=utf-8', body: Buffer.from('<meta name="csp-nonce" content="__CSP_NONCE__">') };
const files: FileTable = new Map([
  ['/', page],
  ['/index.html', page],
  ['/assets/a.js', { type: 'text/javascript; charset=utf-8', body: Buffer.from('export {};') }],
]);
const ask = (url: string, method = 'GET') => answerAppRequest({ url, method }, files);

describe('the app: protocol', () => {
  it('serves the page with a fresh nonce and a policy without any network', async () => {
    const answer = ask('app://tieout/');
    const nonce = /content="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
    expect(answer.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(answer.headers.get('content-security-policy')).toContain(`connect-src 'none'`);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await ask('app://tieout/assets/a.js').text()).toBe('export {};');
  });

  it.for([
    'app://tieout/../package.json',
    'app://tieout/assets/../../package.json',
    'app://tieout/%2e%2e%2fpackage.json',
    'app://tieout/..%5c..%5cpackage.json',
    'app://tieout//etc/passwd',
    'app://elsewhere/',
    'app://tieout.example/',
    'app://user@tieout:1/',
    'file:///etc/passwd',
    'not an address',
  ])('serves nothing else: %s', (address) => {
    expect(ask(address).status).toBe(404);
  });

  it('answers nothing but GET and HEAD, and is no privileged door to fetch or other origins', () => {
    expect(ask('app://tieout/', 'POST').status).toBe(405);
    registerAppScheme();
    expect(double.protocol.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false } },
    ]);
  });
});

describe('the navigation guard', () => {
  const offered: string[] = [];
  guardNavigation((address) => offered.push(address));
  const contents = new double.WebContentsDouble();
  double.app.emit('web-contents-created', {}, contents);
  const isAllowed = (event: string, details: Record<string, unknown>) => {
    let allowed = true;
    contents.emit(event, { ...details, preventDefault: () => (allowed = false) });
    return allowed;
  };

  it('lets our one page be loaded again and nothing else be reached', () => {
    expect(isAllowed('will-frame-navigate', { url: 'app://tieout/', isMainFrame: true })).toBe(true);
    expect(isAllowed('will-frame-navigate', { url: 'app://tieout/#/postings', isMainFrame: true })).toBe(true);
    for (const url of [
      'https://example.com/',
      'https://example.com/?next=app://tieout/',
      'app://tieout/?next=app://tieout',
      'app://tieout/assets/a.js',
      'app://tieout@example.com/',
      'app://tieout.example.com/',
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'about:blank',
    ])
      expect([url, isAllowed('will-frame-navigate', { url, isMainFrame: true })]).toEqual([url, false]);
    expect(isAllowed('will-frame-navigate', { url: 'app://tieout/', isMainFrame: false })).toBe(false);
  });

  it('refuses redirects, web views and new windows; the last are offered to the door outside', () => {
    expect(isAllowed('will-redirect', { url: 'app://tieout/' })).toBe(false);
    expect(isAllowed('will-attach-webview', {})).toBe(false);
    expect(contents.openHandler({ url: 'https://dashboard.stripe.com/' })).toEqual({ action: 'deny' });
    expect(offered).toEqual(['https://dashboard.stripe.com/']);
  });
});

describe('the door outside', () => {
  it('opens an https address of a known host, written anew, once the person agrees', async () => {
    double.dialog.response = 0;
    expect(await openOutside('https://dashboard.stripe.com/payments/ch_1')).toBe(true);
    expect(double.shell.opened).toEqual(['https://dashboard.stripe.com/payments/ch_1']);
    double.dialog.response = 1;
    expect(await openOutside('https://dashboard.stripe.com/')).toBe(false);
    expect(double.shell.opened).toHaveLength(1);
  });

  it.for([
    'http://dashboard.stripe.com/',
    'https://dashboard.stripe.com.example.com/',
    'https://example.com/?host=dashboard.stripe.com',
    'https://dashboard.stripe.com@example.com/',
    'https://user:pw@dashboard.stripe.com/',
    'https://dashboard.stripe.com:8443/',
    'javascript:alert(1)',
    'file:///C:/Windows/System32/calc.exe',
    'ms-msdt:/id',
    'app://tieout/',
    '',
  ])('stays shut, without a question, for %s', async (address) => {
    double.dialog.response = 0;
    const asked = double.dialog.asked.length;
    expect(await openOutside(address)).toBe(false);
    expect(double.dialog.asked).toHaveLength(asked);
  });
});

describe('the door to the site’s own PeopleSoft', () => {
  const portal = 'https://erp.example.com:8443/psp/ps/EMPLOYEE/ERP';
  const page = `${portal}/c/MAINTAIN_CUSTOMERS.CUSTOMER_GENERAL.GBL?Action=U&SETID=SHARE&CUST_ID=1042`;
  afterEach(() => knowPortal(null));

  it('opens components below the portal that the profile names, once the person agrees, and none without one', async () => {
    double.dialog.response = 0;
    expect(await openOutside(page)).toBe(false);
    knowPortal(`${portal}/`);
    expect(await openOutside(page)).toBe(true);
    expect(double.shell.opened.at(-1)).toBe(page);
    expect(JSON.stringify(double.dialog.asked.at(-1))).toContain('Open erp.example.com:8443 in your browser?');
    double.dialog.response = 1;
    expect(await openOutside(page)).toBe(false);
  });

  it.for([
    'https://erp.example.com/psp/ps/EMPLOYEE/ERP/c/A.B.GBL',
    'http://erp.example.com:8443/psp/ps/EMPLOYEE/ERP/c/A.B.GBL',
    'https://erp.example.com.evil.example:8443/psp/ps/EMPLOYEE/ERP/c/A.B.GBL',
    'https://a:b@erp.example.com:8443/psp/ps/EMPLOYEE/ERP/c/A.B.GBL',
    `${portal}/?cmd=logout`,
    `${portal}/c/../s/WEBLIB_SOAPTOCI.SOAPTOCI.FieldFormula.IScript_SOAPToCI`,
    `${portal}/c/%2e%2e/s/WEBLIB_X.Y.FieldFormula.IScript_Z`,
    'https://erp.example.com:8443/psp/other/EMPLOYEE/ERP/c/A.B.GBL',
  ])('stays shut, without a question, for %s', async (address) => {
    knowPortal(portal);
    double.dialog.response = 0;
    const asked = double.dialog.asked.length;
    expect(await openOutside(address)).toBe(false);
    expect(double.dialog.asked).toHaveLength(asked);
  });
});

describe('the door to the identity provider', () => {
  it.for(['https://login.example.com/authorize?state=x', 'http://127.0.0.1:8080/authorize'])(
    'opens %s once the person agrees, who is asked for its host and shown no parameters',
    async (address) => {
      double.dialog.response = 0;
      expect(await openSignIn(address)).toBe(true);
      expect(double.shell.opened.at(-1)).toBe(address);
      expect(JSON.stringify(double.dialog.asked.at(-1))).not.toContain('state=');
      double.dialog.response = 1;
      expect(await openSignIn(address)).toBe(false);
    },
  );

  it.for(['http://login.example.com/authorize', 'https://a:b@login.example.com/', 'file:///etc/passwd', ''])(
    'stays shut, without a question, for %s',
    async (address) => {
      double.dialog.response = 0;
      const asked = double.dialog.asked.length;
      expect(await openSignIn(address)).toBe(false);
      expect(double.dialog.asked).toHaveLength(asked);
    },
  );
});

describe('permissions', () => {
  it('are denied, asked for or checked, and nothing is downloaded', () => {
    denyPermissions();
    const { handlers } = double.session.defaultSession;
    const granted: unknown[] = [];
    (handlers['request'] as (...args: unknown[]) => void)({}, 'media', (answer: boolean) => granted.push(answer));
    expect(granted).toEqual([false]);
    expect(handlers['check']?.()).toBe(false);
    expect(handlers['device']?.()).toBe(false);
    let isPrevented = false;
    double.session.defaultSession.emit('will-download', { preventDefault: () => (isPrevented = true) });
    expect(isPrevented).toBe(true);
  });
});

describe('a line to the engine', () => {
  const frame = { parent: null, origin: 'app://tieout', url: 'app://tieout/' };

  function handover() {
    double.ipcMain.removeAllListeners();
    const given: string[] = [];
    const taken: string[] = [];
    const ports = handOverPorts({
      addWindow: (sessionId) => given.push(sessionId),
      removeWindow: (sessionId) => taken.push(sessionId),
    });
    const contents = new double.WebContentsDouble();
    // The double stands for Electron's own class, of which only these parts are used.
    const known = contents as unknown as Parameters<typeof ports.know>[0];
    ports.know(known);
    const want = (sender: unknown, senderFrame: unknown) => double.ipcMain.emit(PORT_WANTED, { sender, senderFrame });
    return { given, taken, ports, contents, want };
  }

  it('is given to the top frame of our window that shows our page', () => {
    const { given, contents, want } = handover();
    want(contents, frame);
    expect(given).toHaveLength(1);
    expect(contents.posted).toMatchObject([{ channel: PORT_MESSAGE, message: null }]);
    expect(contents.posted[0]?.ports).toHaveLength(1);
  });

  it.for([
    ['a frame inside the page', { ...frame, parent: {} }],
    ['a page of another origin', { ...frame, origin: 'https://example.com', url: 'https://example.com/' }],
    [
      'an origin that only begins like ours',
      { ...frame, origin: 'app://tieout.example.com', url: 'app://tieout.example.com/' },
    ],
    ['a file', { ...frame, origin: 'file://', url: 'file:///x' }],
    ['a frame that is gone', null],
  ] as const)('is not given to %s', ([, senderFrame]) => {
    const { given, contents, want } = handover();
    want(contents, senderFrame);
    expect(given).toEqual([]);
    expect(contents.posted).toEqual([]);
  });

  it('is not given to a window we do not know', () => {
    const { given, want } = handover();
    want(new double.WebContentsDouble(), frame);
    expect(given).toEqual([]);
  });

  it('ends with navigation, with the window, and when a new one is asked for; a new engine renews it', () => {
    const { given, taken, ports, contents, want } = handover();
    want(contents, frame);
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(taken).toEqual([]);
    contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(taken).toEqual([given[0]]);
    want(contents, frame);
    want(contents, frame);
    expect(taken).toEqual([given[0], given[1]]);
    ports.renew();
    expect(given).toHaveLength(4);
    contents.emit('destroyed');
    expect(taken).toEqual(given);
    want(contents, frame);
    expect(given).toHaveLength(4);
  });
});

describe('the network of the desktop', () => {
  it('is told no content-length, keeps nothing and carries no cookie', async () => {
    await networkFetch('https://api.stripe.com/', {
      method: 'POST',
      headers: { 'Content-Length': '3', authorization: 'x' },
      body: 'abc',
      signal: new AbortController().signal,
      redirect: 'manual',
    });
    expect(double.net.asked[0]?.init).toMatchObject({
      headers: { authorization: 'x' },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
    });
  });
});
