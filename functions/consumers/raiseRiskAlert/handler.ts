import { consumer } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
import { raiseRiskAlert } from './raiseRiskAlert.ts';

export const handler = consumer(config, { 'risk.alert.high': raiseRiskAlert, 'risk.alert.critical': raiseRiskAlert });
