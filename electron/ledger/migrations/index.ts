import * as firstBooks from './0010-first-books.ts';

/** Every migration there is, in order. A later one gets the next ten and stands last. */
export const migrations: readonly { readonly number: number; readonly sql: string }[] = [firstBooks];
