import { awilix } from "./awilix.ts";
import { inversify } from "./inversify.ts";
import type { LibraryFacts } from "./facts.ts";
import { adonis, adonisBodyParser, adonisMiddleware, adonisRouter, adonisServer } from "./adonis.ts";
import { awsLambda, middy } from "./aws-lambda.ts";
import { azureFunctions } from "./azure-functions.ts";
import { cloudflareWorkers } from "./cloudflare-workers.ts";
import { elysia } from "./elysia.ts";
import { encore } from "./encore.ts";
import { expressZodApi } from "./express-zod-api.ts";
import { express, expressAsyncHandler } from "./express.ts";
import { fastify, fastifyPlugin } from "./fastify.ts";
import { graphqlJs, graphqlMerge, graphqlServers, pothos, typeGraphql } from "./graphql.ts";
import { h3 } from "./h3.ts";
import { hapi } from "./hapi.ts";
import { hono } from "./hono.ts";
import { koa, koaMount, koaRouter } from "./koa.ts";
import { nestCommon, nestGraphql, nestMicroservices, nestWebsockets } from "./nestjs.ts";
import { next, nextSafeAction } from "./next.ts";
import { nodeHttp } from "./node-http.ts";
import { medusa } from "./medusa.ts";
import { orpc } from "./orpc.ts";
import { reactRouter } from "./react-router.ts";
import { routingControllers } from "./routing-controllers.ts";
import { sveltekit } from "./sveltekit.ts";
import { trpc } from "./trpc.ts";
import { tsRest, tsRestCore } from "./ts-rest.ts";
import { webStandard } from "./web-standard.ts";
import { expressRateLimit, expressSession, fastifyRateLimit, fastifySession, memorystore, rateLimiterFlexible } from "./session-stores.ts";
import { tsyringe } from "./tsyringe.ts";
import { typedi } from "./typedi.ts";
import { socketIo, ws } from "./websockets.ts";

/** Every web framework we know. */
export const webLibraries: readonly LibraryFacts[] = [
  express,
  expressAsyncHandler,
  fastify,
  fastifyPlugin,
  nestCommon,
  nestGraphql,
  nestMicroservices,
  nestWebsockets,
  hono,
  koa,
  koaRouter,
  koaMount,
  hapi,
  next,
  nextSafeAction,
  trpc,
  elysia,
  adonis,
  adonisServer,
  adonisRouter,
  adonisMiddleware,
  adonisBodyParser,
  reactRouter,
  sveltekit,
  graphqlJs,
  graphqlServers,
  graphqlMerge,
  typeGraphql,
  pothos,
  h3,
  routingControllers,
  tsRest,
  tsRestCore,
  medusa,
  orpc,
  expressZodApi,
  encore,
  awsLambda,
  middy,
  cloudflareWorkers,
  webStandard,
  nodeHttp,
  azureFunctions,
  socketIo,
  ws,
  expressSession,
  fastifySession,
  memorystore,
  expressRateLimit,
  fastifyRateLimit,
  rateLimiterFlexible,
  typedi,
  tsyringe,
  awilix,
  inversify,
];
