import { fitPreset } from '../../connectors/peoplesoft/discovery/fit-mapping.ts';
import { presetDocument } from '../../connectors/peoplesoft/discovery/preset-document.ts';
import { PRESETS } from '../../connectors/peoplesoft/discovery/presets/all-presets.ts';
import type { Preset } from '../../connectors/peoplesoft/discovery/presets/preset.ts';
import { proposedNames, proposePreset } from '../../connectors/peoplesoft/discovery/propose-mapping.ts';
import { showCall, type PreparedCall } from '../../connectors/peoplesoft/soap/ci-client.ts';
import { readServiceFolder } from '../../connectors/peoplesoft/soap/service-folder.ts';
import { createServiceSchema } from '../../connectors/peoplesoft/soap/service-schema.ts';
import { validateDocument } from '../../connectors/peoplesoft/soap/validate-document.ts';
import { UsageError, type CommandInput, type CommandResult, type HeadlessCommand } from './command.ts';
import { asServiceFolder } from './peoplesoft-try.ts';
import { pathOption } from './with-commands.ts';

const NAMES = PRESETS.map(({ name }) => name);

/** Proposes how a document of ours goes into a site's service, from its WSDL alone, with the XML of an example. Sends nothing. */
export const peopleSoftProposeCommand: HeadlessCommand = {
  name: 'peoplesoft propose',
  usage: `--wsdl DIR --preset ${NAMES.join('|')}`,
  summary:
    'proposes a mapping to a component-interface service from its WSDL and shows the XML of an example; sends nothing',
  options: { wsdl: { type: 'string' }, preset: { type: 'string' } },
  maxWords: 0,
  async run(input) {
    const preset = presetOption(input);
    const folder = pathOption(input, 'wsdl');
    if (folder === null || input.options.text('wsdl') === '') throw new UsageError('--wsdl is needed.');
    return asServiceFolder(async () => await propose(preset, folder, input.signal));
  },
};

async function propose(preset: Preset, folder: string, signal: AbortSignal): Promise<CommandResult> {
  const schema = createServiceSchema(readServiceFolder(folder));
  const operation = await schema.operation('Create', signal);
  const service = operation.name.replace(/_C$/, '');
  const proposal = proposePreset(preset, operation.request);
  const names = proposedNames(proposal);
  const document = presetDocument(preset, names, preset.example, operation.request);
  const findings = [
    ...fitPreset(preset, service, names, operation.request).map(({ text, blocks }) => ({ text, blocks })),
    ...validateDocument(document, operation.request).map(({ text }) => ({ text: `${text}.`, blocks: true })),
  ];
  const call: PreparedCall = { operation, response: null, document, findings: [] };
  const xml = showCall(call, null);
  const fields = proposal.map(({ key, name, reason }) => ({
    key,
    label: preset.fields.find((field) => field.key === key)?.label ?? key,
    property: name,
    reason,
  }));
  return {
    exitCode: findings.some(({ blocks }) => blocks) ? 1 : 0,
    json: { preset: preset.name, service, fields, findings, xml },
    text: [
      `${preset.title}, into ${service}:`,
      ...fields.map(({ label, property, reason }) => `  ${label}: ${property ?? 'none'}. ${reason}`),
      ...findings.map(({ text, blocks }) => `${blocks ? 'Missing' : 'Note'}: ${text}`),
      xml,
    ],
  };
}

function presetOption(input: CommandInput): Preset {
  const given = input.options.text('preset');
  const preset = PRESETS.find(({ name }) => name === given?.toLowerCase());
  if (preset !== undefined) return preset;
  throw new UsageError(`--preset${given === null ? '' : ` ${given}`}: one of ${NAMES.join(', ')} is needed.`);
}
