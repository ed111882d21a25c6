import type { DepositService } from '../../../../shared/contract/profile.ts';
import { DEPOSIT_PRESET } from './presets/deposit.ts';
import type { PresetField } from './presets/preset.ts';

export type MappedProperty = keyof DepositService['properties'];
/** Property names by what of our deposit goes into them; what has none yet is left out. */
export type PropertyNames = { readonly [Key in MappedProperty]?: string | undefined };
export type MappingLevel = 'deposit' | 'payment' | 'customer' | 'item';
type MappingField = PresetField<MappedProperty, MappingLevel>;

/** Every value of our deposit with the field names of PeopleSoft's own records that hold it, and their lengths there. */
export const MAPPING_FIELDS: readonly MappingField[] = DEPOSIT_PRESET.fields;
