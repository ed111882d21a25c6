import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../../electron/connectors/http/clock.ts';
import { fitPreset } from '../../../../../electron/connectors/peoplesoft/discovery/fit-mapping.ts';
import { presetDocument } from '../../../../../electron/connectors/peoplesoft/discovery/preset-document.ts';
import { PRESETS } from '../../../../../electron/connectors/peoplesoft/discovery/presets/all-presets.ts';
import {
  proposedNames,
  proposePreset,
} from '../../../../../electron/connectors/peoplesoft/discovery/propose-mapping.ts';
import { createPeopleSoftConnector } from '../../../../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import { prepareCall, sendCall, showCall } from '../../../../../electron/connectors/peoplesoft/soap/ci-client.ts';
import { readServiceFolder } from '../../../../../electron/connectors/peoplesoft/soap/service-folder.ts';
import { createServiceSchema } from '../../../../../electron/connectors/peoplesoft/soap/service-schema.ts';
import {
  startPeopleSoftSimulator,
  type PeopleSoftSimulator,
} from '../../../../../electron/sample/peoplesoft/simulator.ts';
import { SITE_DEPOSIT, SITE_QUERIES } from '../../../../../electron/sample/peoplesoft/site.ts';
import { peopleSoftProfileSchema } from '../../../../../shared/contract/profile.ts';
import { writeOddService } from '../../../../support/odd-service-files.ts';
import type { OddService } from '../../../../support/odd-service.ts';
import { SITE_SERVICES } from './site-services.ts';

const folder = mkdtempSync(join(tmpdir(), 'tieout-presets-'));
const SERVICES = Object.entries(SITE_SERVICES).flatMap(([preset, services]) =>
  services.map((service) => [preset, service] as const),
);
const folderOf = ({ service }: OddService) => join(folder, service);
let site: PeopleSoftSimulator;
beforeAll(async () => {
  for (const [, service] of SERVICES) writeOddService(service, folderOf(service));
  site = await startPeopleSoftSimulator({
    folder: join(folder, 'books'),
    port: 0,
    now: () => Date.parse('2026-11-02T17:00:00Z'),
    batchSeconds: 0,
    serviceFolders: SERVICES.map(([, service]) => folderOf(service)),
  });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const connect = () =>
  createPeopleSoftConnector({
    profile: peopleSoftProfileSchema.parse({
      soapAddress: site.url,
      node: site.node,
      setId: 'SHARE',
      user: { env: 'U' },
      password: { env: 'P' },
      deposit: SITE_DEPOSIT,
      queries: SITE_QUERIES,
      quietWindow: null,
      rate: { requestsPerSecond: 1_000, concurrency: 4 },
    }),
    exponentOf: () => 2,
    secrets: async (credential) => ('env' in credential && credential.env === 'U' ? site.user : site.password),
    fetch,
    clock: systemClock,
  });
const presetNamed = (name: string) => {
  const found = PRESETS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no preset ${name}`);
  return found;
};

describe('a preset', () => {
  it('is there for every document, each with services it may be found under', () => {
    expect(PRESETS.map(({ name }) => name)).toEqual(Object.keys(SITE_SERVICES));
    for (const { services, fields } of PRESETS) {
      expect(services[0]).toMatch(/^CI_/);
      expect(new Set(fields.map(({ key }) => key)).size).toBe(fields.length);
    }
  });

  it.each(SERVICES.map(([preset, service]) => [preset, service.service, service] as const))(
    '%s is mapped to %s from its WSDL alone, to XML that PeopleSoft saves',
    async (name, service, odd) => {
      const preset = presetNamed(name);
      const { request } = await connect().discover({ service, version: '1' }, { kept: false });
      const names = proposedNames(proposePreset(preset, request));
      expect(fitPreset(preset, service, names, request).filter(({ blocks }) => blocks)).toEqual([]);
      const document = presetDocument(preset, names, preset.example, request);
      const schema = createServiceSchema(readServiceFolder(folderOf(odd)));
      const call = await prepareCall(schema, 'Create', document);
      expect(call.findings).toEqual([]);
      const token = { user: site.user, password: site.password };
      expect(showCall(call, null)).toContain(`Create__CompIntfc__${odd.ci}`);
      const url = `${site.url}/PSIGW/PeopleSoftServiceListeningConnector/${site.node}`;
      const sent = await sendCall({ fetch, url, timeoutMs: 20_000 }, call, token);
      expect(sent).toMatchObject({ outcome: 'saved', notification: 1 });
      // Every value of the example that the service has a property for went out.
      const mapped = preset.fields.filter(({ key, need }) => names[key] !== undefined && need.kind !== 'rows');
      expect(countLeaves(document)).toBeGreaterThanOrEqual(mapped.length);
    },
  );

  it('leaves rows out that a service has no collection for, and puts those into the row above that may stand there', async () => {
    const flat = presetNamed('requisition');
    const { request } = await connect().discover({ service: 'CI_SITE_REQ', version: '1' }, { kept: false });
    const document = presetDocument(flat, proposedNames(proposePreset(flat, request)), flat.example, request);
    expect(document).toMatchObject({ COLL_LINES: [{ DUE_DATE: '2026-11-30', ACCOUNT: '600000' }] });
    const items = presetNamed('pending-item');
    const service = await connect().discover({ service: 'CI_X_ITEMS', version: '1' }, { kept: false });
    const names = proposedNames(proposePreset(items, service.request));
    expect(names).not.toHaveProperty('lines');
    expect(JSON.stringify(presetDocument(items, names, items.example, service.request))).not.toContain('400000');
  });
});

function countLeaves(document: object): number {
  return Object.values(document).reduce<number>((count, value: unknown) => {
    if (!Array.isArray(value)) return count + 1;
    return count + value.reduce<number>((sum, row: object) => sum + countLeaves(row), 0);
  }, 0);
}
