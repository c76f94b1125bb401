import type { LibraryFacts } from "./facts.ts";

const resolver = { 1: "ResolverArguments", 2: "ResolverContext", 3: "GraphQLResolveInfo" } as const;

/**
 * The schema checks scalar types only; a `String` argument is any text. `ResolverArguments` stands for the arguments of any resolver,
 * `ResolverContext` for what the server hands all of them.
 */
export const graphqlJs: LibraryFacts = {
  packages: ["graphql"],
  docs: "https://graphql.org/graphql-js/type/#graphqlobjecttype",
  functionTypes: { GraphQLFieldResolver: resolver },
  http: {
    contexts: [
      {
        at: ["ResolverContext"],
        told: [
          { api: "@apollo/server#ApolloServer", by: "0.context" },
          { api: "@apollo/server#createYoga", by: "0.context" },
          { api: "@apollo/server#createHandler", by: "0.context" },
          { api: "@apollo/server#startStandaloneServer", by: "1.context" },
          { api: "@apollo/server#expressMiddleware", by: "1.context" },
          { api: "@as-integrations/express4#expressMiddleware", by: "1.context" },
          { api: "@as-integrations/express5#expressMiddleware", by: "1.context" },
          { api: "@as-integrations/fastify#fastifyApolloHandler", by: "1.context" },
          { api: "@as-integrations/koa#koaMiddleware", by: "1.context" },
          { api: "@as-integrations/next#startServerAndCreateNextHandler", by: "1.context" },
          { api: "@pothos/core#SchemaBuilder", by: "type.Context" },
        ],
      },
    ],
    resolverMaps: [{ types: ["Query", "Mutation", "Subscription"], parameters: resolver }],
    procedures: ["*"],
    operations: [
      { api: "GraphQLSchema", type: "Query", object: "0.query" },
      { api: "GraphQLSchema", type: "Mutation", object: "0.mutation" },
      { api: "GraphQLSchema", type: "Subscription", object: "0.subscription" },
    ],
    handlers: [{ api: "GraphQLObjectType", form: "object", properties: ["fields.*.resolve", "fields.*.subscribe"], parameters: resolver }],
    untrusted: {
      ResolverArguments: ["*"],
      GraphQLResolveInfo: ["variableValues"],
    },
    inputNames: {
      "ResolverArguments.*": "arguments",
      "GraphQLResolveInfo.variableValues": "arguments",
    },
    fileHandlers: [
      {
        files: "**/{resolvers/**/*,*resolver,*resolvers,*Resolver,*Resolvers}.{ts,mts,cts,js,mjs,cjs}",
        exports: ["Query.*", "Mutation.*", "Subscription.*", "*.Query.*", "*.Mutation.*", "*.Subscription.*"],
        parameters: resolver,
      },
    ],
    transportTypes: ["GraphQLResolveInfo"],
  },
};

const foreignResolver = { 1: "graphql#ResolverArguments", 2: "graphql#ResolverContext", 3: "graphql#GraphQLResolveInfo" } as const;

/** Servers and tools that take a resolver map. */
export const graphqlServers: LibraryFacts = {
  packages: [
    "@apollo/server",
    "@graphql-tools/schema",
    "graphql-yoga",
    "graphql-http",
    "graphql-http/*",
    "@apollo/subgraph",
    "apollo-server",
    "apollo-server-express",
    "apollo-server-fastify",
    "apollo-server-koa",
    "apollo-server-lambda",
    "apollo-server-micro",
  ],
  docs: "https://www.apollographql.com/docs/apollo-server/data/resolvers",
  http: {
    procedures: ["*"],
    operations: [
      { api: "ApolloServer", map: "0.resolvers" },
      { api: "makeExecutableSchema", map: "0.resolvers" },
      { api: "addResolversToSchema", map: "0.resolvers" },
      { api: "createSchema", map: "0.resolvers" },
      { api: "buildSubgraphSchema", map: "0.resolvers" },
      { api: "mercurius#default", map: "1.resolvers", plugin: true },
    ],
    handlers: [
      { api: "ApolloServer", form: "object", properties: ["resolvers.**"], parameters: foreignResolver },
      { api: "makeExecutableSchema", form: "object", properties: ["resolvers.**"], parameters: foreignResolver },
      { api: "addResolversToSchema", form: "object", properties: ["resolvers.**"], parameters: foreignResolver },
      { api: "createSchema", form: "object", properties: ["resolvers.**"], parameters: foreignResolver },
      { api: "buildSubgraphSchema", form: "object", properties: ["resolvers.**"], parameters: foreignResolver },
      {
        api: "createHandler",
        form: "object",
        properties: ["rootValue.*"],
        parameters: { 0: "graphql#ResolverArguments", 2: "graphql#GraphQLResolveInfo" },
      },
    ],
  },
};

/** `mergeResolvers([books, loans])` is all of them. */
export const graphqlMerge: LibraryFacts = {
  packages: ["@graphql-tools/merge"],
  docs: "https://the-guild.dev/graphql/tools/docs/schema-merging",
  passes: ["mergeResolvers"],
};

const decorator = { form: "decorator", parameters: {} } as const;

export const typeGraphql: LibraryFacts = {
  packages: ["type-graphql"],
  docs: "https://typegraphql.com/docs/resolvers.html",
  injects: { Info: "graphql#GraphQLResolveInfo" },
  http: {
    procedures: ["*"],
    handlers: [
      { api: "Query", ...decorator },
      { api: "Mutation", ...decorator },
      { api: "Subscription", ...decorator },
      { api: "FieldResolver", ...decorator },
    ],
    controllerDecorators: ["Resolver"],
    fieldResolvers: ["FieldResolver"],
    objectFields: ["Field"],
    resolverParents: ["Root"],
    inputDecorators: { Arg: "arguments", Args: "arguments" },
    controllers: {
      classes: [{ api: "Resolver" }],
      methods: [
        { api: "Query", methods: ["QUERY"], operation: "Query" },
        { api: "Mutation", methods: ["MUTATION"], operation: "Mutation" },
        { api: "Subscription", methods: ["SUBSCRIPTION"], operation: "Subscription" },
      ],
      steps: ["UseMiddleware"],
    },
  },
};

const field = { form: "object", properties: ["resolve", "subscribe"], parameters: foreignResolver } as const;
/** The resolvers of the plugins for Prisma and Drizzle are given the query first. */
const prismaField = {
  form: "object",
  properties: ["resolve"],
  parameters: { 2: "graphql#ResolverArguments", 3: "graphql#ResolverContext", 4: "graphql#GraphQLResolveInfo" },
} as const;
const fieldBuilder = { 0: "FieldBuilder" } as const;

export const pothos: LibraryFacts = {
  packages: ["@pothos/core"],
  docs: "https://pothos-graphql.dev/docs/guide/queries-mutations-and-subscriptions",
  returns: { default: "SchemaBuilder", "SchemaBuilder.objectRef": "ObjectRef", "ObjectRef.implement": "ObjectRef" },
  extends: {
    default: "SchemaBuilder",
    QueryFieldBuilder: "FieldBuilder",
    MutationFieldBuilder: "FieldBuilder",
    ObjectFieldBuilder: "FieldBuilder",
  },
  callbacks: {
    "SchemaBuilder.queryType": [{ argument: 0, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.mutationType": [{ argument: 0, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.subscriptionType": [{ argument: 0, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.queryFields": [{ argument: 0, parameters: fieldBuilder }],
    "SchemaBuilder.mutationFields": [{ argument: 0, parameters: fieldBuilder }],
    "SchemaBuilder.subscriptionFields": [{ argument: 0, parameters: fieldBuilder }],
    "SchemaBuilder.queryField": [{ argument: 1, parameters: fieldBuilder }],
    "SchemaBuilder.mutationField": [{ argument: 1, parameters: fieldBuilder }],
    "SchemaBuilder.subscriptionField": [{ argument: 1, parameters: fieldBuilder }],
    "SchemaBuilder.objectType": [{ argument: 1, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.objectFields": [{ argument: 1, parameters: fieldBuilder }],
    "SchemaBuilder.objectField": [{ argument: 2, parameters: fieldBuilder }],
    "SchemaBuilder.prismaObject": [{ argument: 1, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.prismaNode": [{ argument: 1, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.prismaObjectField": [{ argument: 2, parameters: fieldBuilder }],
    "SchemaBuilder.prismaObjectFields": [{ argument: 1, parameters: fieldBuilder }],
    "SchemaBuilder.drizzleObject": [{ argument: 1, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.drizzleNode": [{ argument: 1, property: "fields", parameters: fieldBuilder }],
    "SchemaBuilder.drizzleObjectField": [{ argument: 2, parameters: fieldBuilder }],
    "SchemaBuilder.drizzleObjectFields": [{ argument: 1, parameters: fieldBuilder }],
    "SchemaBuilder.relayMutationField": [{ argument: 3, property: "outputFields", parameters: fieldBuilder }],
    "ObjectRef.implement": [{ argument: 0, property: "fields", parameters: fieldBuilder }],
  },
  http: {
    procedures: ["*"],
    routers: ["SchemaBuilder"],
    operations: [
      { api: "SchemaBuilder.queryType", type: "Query", fields: "0.fields" },
      { api: "SchemaBuilder.queryFields", type: "Query", fields: "0" },
      { api: "SchemaBuilder.queryField", type: "Query", name: "0", field: "1" },
      { api: "SchemaBuilder.mutationType", type: "Mutation", fields: "0.fields" },
      { api: "SchemaBuilder.mutationFields", type: "Mutation", fields: "0" },
      { api: "SchemaBuilder.mutationField", type: "Mutation", name: "0", field: "1" },
      { api: "SchemaBuilder.subscriptionType", type: "Subscription", fields: "0.fields" },
      { api: "SchemaBuilder.subscriptionFields", type: "Subscription", fields: "0" },
      { api: "SchemaBuilder.subscriptionField", type: "Subscription", name: "0", field: "1" },
    ],
    handlers: [
      { api: "FieldBuilder.field", ...field },
      { api: "FieldBuilder.fieldWithInput", ...field },
      { api: "FieldBuilder.string", ...field },
      { api: "FieldBuilder.stringList", ...field },
      { api: "FieldBuilder.int", ...field },
      { api: "FieldBuilder.intList", ...field },
      { api: "FieldBuilder.float", ...field },
      { api: "FieldBuilder.floatList", ...field },
      { api: "FieldBuilder.boolean", ...field },
      { api: "FieldBuilder.booleanList", ...field },
      { api: "FieldBuilder.id", ...field },
      { api: "FieldBuilder.idList", ...field },
      { api: "FieldBuilder.connection", ...field },
      { api: "FieldBuilder.prismaField", ...prismaField },
      { api: "FieldBuilder.prismaConnection", ...prismaField },
      { api: "FieldBuilder.drizzleField", ...prismaField },
      { api: "FieldBuilder.drizzleConnection", ...prismaField },
      { api: "SchemaBuilder.relayMutationField", ...field },
    ],
  },
};
