/** Properties of the HTTP API beyond its routes, in the words that osls lets through. */
import { allowed } from '../lib/http/corsRules.ts';
import { onlyIf } from './conditions.ts';
import { parameter } from './parameters.ts';

/** Also why a request met no answer of ours: a function that timed out, was throttled, or could not be called. */
export const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  routeKey: '$context.routeKey',
  status: '$context.status',
  protocol: '$context.protocol',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  error: '$context.error.message',
});

/**
 * The API answers browsers that ask first, so no function is called for it and no route is spent on it. It also replaces
 * what a function says of origins: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const httpApiExtensions = {
  HttpApiStage: {
    Properties: {
      DefaultRouteSettings: {
        DetailedMetricsEnabled: true,
        ThrottlingRateLimit: parameter('ApiRateLimit'),
        ThrottlingBurstLimit: parameter('ApiBurstLimit'),
      },
    },
  },
  HttpApi: {
    Properties: {
      CorsConfiguration: onlyIf('AllowsOrigins', {
        AllowOrigins: { 'Fn::Split': [',', parameter('CorsOrigins')] },
        AllowMethods: allowed.methods,
        AllowHeaders: allowed.headers,
        ExposeHeaders: allowed.exposedHeaders,
        MaxAge: allowed.maxAgeSeconds,
      }),
    },
  },
};
