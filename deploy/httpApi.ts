/** Properties of the HTTP API beyond its routes, in the words that osls lets through. */
import { allowed } from '../lib/http/corsRules.ts';
import { onlyIf } from './conditions.ts';
import { parameter } from './parameters.ts';

/**
 * The API answers browsers that ask first, so no function is called for it and no route is spent on it. It also replaces
 * what a function says of origins: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const httpApiExtensions = {
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
