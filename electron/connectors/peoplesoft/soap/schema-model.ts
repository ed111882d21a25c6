/** The five operations that PeopleSoft generates for a component interface. Source: PeopleBooks, Integration Broker, "Naming Conventions for Integration Metadata". */
export const CI_ACTIONS = ['Create', 'Get', 'Find', 'Update', 'Updatedata'] as const;
export type CiAction = (typeof CI_ACTIONS)[number];

/** True for the operations that only read: their outcome may stay unknown without harm. */
export function isReading(action: CiAction): boolean {
  return action === 'Get' || action === 'Find';
}

/** What the site's XSD says about the text of a leaf. Lengths are in characters, digits count without sign and point. */
export type LeafType =
  | {
      readonly kind: 'string';
      readonly minLength?: number;
      readonly maxLength: number | null;
      readonly values: readonly string[] | null;
    }
  | ({ readonly kind: 'int'; readonly totalDigits: number | null } & NumberBounds)
  | ({
      readonly kind: 'decimal';
      readonly totalDigits: number | null;
      readonly fractionDigits: number | null;
    } & NumberBounds)
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  | { readonly kind: 'dateTime' }
  | { readonly kind: 'boolean' };

/** Inclusive limits as the schema writes them, plain decimal text. */
export interface NumberBounds {
  readonly least?: string;
  readonly most?: string;
}

interface Occurrence {
  readonly name: string;
  readonly namespace: string;
  readonly minOccurs: number;
  readonly maxOccurs: number | 'unbounded';
}
export interface LeafShape extends Occurrence {
  readonly kind: 'leaf';
  readonly type: LeafType;
}
/** A message root or a collection: one element a scroll row, its properties in the order of the schema. */
export interface GroupShape extends Occurrence {
  readonly kind: 'group';
  readonly properties: readonly PropertyShape[];
}
export type PropertyShape = LeafShape | GroupShape;

export interface OperationSchema {
  readonly action: CiAction;
  /** Name of the operation in the WSDL, e.g. `CI_SITE_DEPOSIT_CI_C`. */
  readonly name: string;
  /** As the WSDL writes it; not derivable from any other name. */
  readonly soapAction: string;
  readonly request: GroupShape;
  readonly response: { readonly namespace: string; readonly name: string };
  /** Changes whenever the site regenerates or changes the service. */
  readonly fingerprint: string;
}

/** A plain document for one operation: leaves are text, collections are arrays of rows. Absent properties are left alone by PeopleSoft. */
export interface CiDocument {
  readonly [property: string]: string | readonly CiDocument[];
}
