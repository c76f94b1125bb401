import { libraryDefinitions } from "./facts/library.ts";
import { sqlDefinitions } from "./facts/sql.ts";
import { dataDefinitions } from "./facts/data.ts";
import { lifetimesDefinitions } from "./facts/lifetimes.ts";
import { httpDefinitions } from "./facts/http.ts";
import { repliesDefinitions } from "./facts/replies.ts";
import { filesDefinitions } from "./facts/files.ts";
import { routingDefinitions } from "./facts/routing.ts";
import { servedDefinitions } from "./facts/served.ts";
import { secretsDefinitions } from "./facts/secrets.ts";
import { containerDefinitions } from "./facts/containers.ts";
import { stateDefinitions } from "./facts/state.ts";
import { tokensDefinitions } from "./facts/tokens.ts";
import { cachesDefinitions } from "./facts/caches.ts";
import { effectsDefinitions } from "./facts/effects.ts";
import { entitiesDefinitions } from "./facts/entities.ts";
import type { JsonSchema } from "./json-schema.ts";

/** JSON Schema of `LibraryFacts` (src/catalog/facts.ts), as definitions to refer to. */
export const factsDefinitions: Readonly<Record<string, JsonSchema>> = {
  ...libraryDefinitions,
  ...sqlDefinitions,
  ...dataDefinitions,
  ...lifetimesDefinitions,
  ...httpDefinitions,
  ...repliesDefinitions,
  ...filesDefinitions,
  ...routingDefinitions,
  ...servedDefinitions,
  ...secretsDefinitions,
  ...containerDefinitions,
  ...stateDefinitions,
  ...tokensDefinitions,
  ...cachesDefinitions,
  ...effectsDefinitions,
  ...entitiesDefinitions,
};
