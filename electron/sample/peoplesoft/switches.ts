import { z } from 'zod';

const on = z.enum(['Create', 'Get', 'Find', 'Update', 'Updatedata', 'query', 'wsdl', 'apply']);
export type SwitchPoint = z.infer<typeof on>;

const SOAP: readonly SwitchPoint[] = ['Create', 'Get', 'Find', 'Update', 'Updatedata'];

/** Forms that make sense at some points only. */
const POINTS: Readonly<Partial<Record<string, readonly SwitchPoint[]>>> = {
  notificationZero: ['Create', 'Update', 'Updatedata'],
  lockConflict: SOAP,
  handlerFault: SOAP,
  duplicateKey: ['Create'],
  hideRows: ['query'],
  reportingLag: ['query'],
  moveRows: ['query'],
  applyToOtherItems: ['apply'],
  sendToWorksheet: ['apply'],
};

/**
 * A failure to be shown to the next matching operations.
 *
 * `commit` says what happens to the work itself: `never` (the failure stands in its place), `first` (the work is
 * committed, then the failure is shown), `last` (after a stall the work is committed and answered, though nobody may be
 * listening), `afterReadBack` (the work is committed only once a payment query has been answered without it), `later` (the
 * application server goes on alone and commits `laterSeconds` of virtual time afterwards).
 */
export const failureSchema = z
  .strictObject({
    form: z.enum([
      'fault',
      'handlerFault',
      'bareIbResponse',
      'empty200',
      'notificationZero',
      'htmlSignIn',
      'http503',
      'dropConnection',
      'resetConnection',
      'wrongContentLength',
      'stall',
      'lockConflict',
      'duplicateKey',
      'passwordExpired',
      'unauthorised',
      'hideRows',
      'reportingLag',
      'moveRows',
      'applyToOtherItems',
      'sendToWorksheet',
    ]),
    on: on.default('Create'),
    for: z.number().int().min(1).default(1),
    /** So many matching operations go well first. */
    skip: z.number().int().min(0).default(0),
    commit: z.enum(['never', 'first', 'last', 'afterReadBack', 'later']).default('never'),
    laterSeconds: z.number().nonnegative().default(0),
    /** Only for `on: 'query'`: the query's name; default any. */
    query: z.string().optional(),
    /** HTTP status of a fault form; default the site's. */
    status: z.union([z.literal(200), z.literal(500)]).optional(),
    /** Length of a stall, or of a reporting lag. */
    seconds: z.number().nonnegative().default(1),
    /** Business units that `hideRows` hides, default all; the first is the one `moveRows` books in, default US001. */
    businessUnits: z.array(z.string()).optional(),
  })
  .refine(({ form, on: point }) => POINTS[form]?.includes(point) ?? true, {
    error: 'this form cannot be shown on that operation',
    path: ['on'],
  });
export type Failure = z.infer<typeof failureSchema>;
export type FailureOrder = z.input<typeof failureSchema>;

export interface Switches {
  arm(order: FailureOrder): void;
  /** The first armed failure for this point, counted down; null when none is armed. */
  take(point: SwitchPoint, query?: string): Failure | null;
  armed(): readonly Failure[];
  clear(): void;
}

/**
 * Keeps the armed failures in the order they were armed. `arm` throws a ZodError for an order it does not understand.
 */
export function createSwitches(): Switches {
  let armed: Failure[] = [];
  return {
    arm(order) {
      armed.push(failureSchema.parse(order));
    },
    take(point, query) {
      const index = armed.findIndex(
        (failure) => failure.on === point && (failure.query === undefined || failure.query === query),
      );
      const failure = armed[index];
      if (!failure) return null;
      if (failure.skip > 0) {
        armed[index] = { ...failure, skip: failure.skip - 1 };
        return null;
      }
      if (failure.for > 1) armed[index] = { ...failure, for: failure.for - 1 };
      else armed = armed.filter((_, at) => at !== index);
      return failure;
    },
    armed: () => armed,
    clear() {
      armed = [];
    },
  };
}
