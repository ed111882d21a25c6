/** Virtual seconds after which a write gives up; some stalls end before it, some after. */
export const WRITE_TIMEOUT_SECONDS = 120;
export const SETTLE_SECONDS = 300;
