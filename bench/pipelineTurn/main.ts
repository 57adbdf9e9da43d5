// One turn of one contender of the pipeline's benchmark, in a process of its own: prints its rate.
import { rateOf } from '../pipeline.ts';

console.log(await rateOf(process.argv[2] ?? ''));
