import { countLine } from './count-reporter.ts';
import { verify } from './verify-steps.ts';

const count = await verify();
console.log(countLine(count));
if (count.failed > 0) process.exitCode = 1;
