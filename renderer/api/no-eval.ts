import { z } from 'zod';

/**
 * zod compiles its checks with `new Function` where it may; the content security policy forbids that, and the mere attempt
 * is reported as a violation. This module is imported before any schema is built.
 */
z.config({ jitless: true });
