/** The HTTP functions in a process of their own, with the adapters of AWS: on the port it is told, until it is killed. */
import { createLog } from '../../../lib/observability/log.ts';
import { findFunctions, isOfKind } from '../../../local/functions.ts';
import { startGateway } from '../../../local/gateway/gateway.ts';
import { invoke } from '../../../local/invoke.ts';

const port = Number(process.argv[2]);
const functions = (await findFunctions()).filter(isOfKind('http'));
const log = createLog({ level: 'silent', format: 'json', now: Date.now });
const gateway = await startGateway({ host: '127.0.0.1', port, option: 'none' }, { functions, invoke, log });
process.stdout.write(`ready ${gateway.url}\n`);
