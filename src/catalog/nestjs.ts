import type { LibraryFacts } from "./facts.ts";

const decorator = { form: "decorator", parameters: {} } as const;
const path = { paths: ["0"] } as const;

/** Options of the upload may also be those of its module. */
const upload = { kind: "validator", inputs: ["files"], elsewhere: "MulterModule" } as const;

/** Express is the default adapter, so an unannotated `@Req()` is Express's; an annotation says otherwise. */
export const nestCommon: LibraryFacts = {
  packages: ["@nestjs/common", "@nestjs/core", "@nestjs/platform-express", "@nestjs/platform-fastify"],
  docs: "https://docs.nestjs.com/controllers",
  returns: {
    "NestFactory.create": "INestApplication",
    "ExecutionContext.switchToHttp": "HttpArgumentsHost",
    "ExecutionContext.switchToRpc": "RpcArgumentsHost",
    "ExecutionContext.switchToWs": "WsArgumentsHost",
    "HttpArgumentsHost.getRequest": "express#Request",
    "HttpArgumentsHost.getResponse": "express#Response",
    "MiddlewareConsumer.*": "MiddlewareConsumer",
    "ParseFilePipeBuilder.addMaxSizeValidator": "ParseFilePipeBuilder",
    "ParseFilePipeBuilder.addFileTypeValidator": "ParseFilePipeBuilder",
    "ParseFilePipeBuilder.addValidator": "ParseFilePipeBuilder",
  },
  extends: { NestExpressApplication: "INestApplication", NestFastifyApplication: "INestApplication", ArgumentsHost: "ExecutionContext" },
  callbacks: {
    createParamDecorator: [{ argument: 0, parameters: { 1: "ExecutionContext" } }],
  },
  state: { singletonDecorators: ["Injectable"] },
  containers: {
    properties: { useClass: "class", useValue: "value", useFactory: "factory", useExisting: "token" },
    objects: { provide: "process" },
    lives: { REQUEST: "scope", TRANSIENT: "ask", DEFAULT: "process" },
    resolves: ["ModuleRef.get", "ModuleRef.resolve"],
  },
  injects: {
    Req: "express#Request",
    Request: "express#Request",
    Res: "express#Response",
    Response: "express#Response",
    Next: "express#NextFunction",
  },
  http: {
    handlers: [
      { api: "Get", ...decorator },
      { api: "Post", ...decorator },
      { api: "Put", ...decorator },
      { api: "Patch", ...decorator },
      { api: "Delete", ...decorator },
      { api: "Head", ...decorator },
      { api: "Options", ...decorator },
      { api: "All", ...decorator },
      { api: "Search", ...decorator },
      { api: "QueryMethod", ...decorator },
      { api: "Propfind", ...decorator },
      { api: "Proppatch", ...decorator },
      { api: "Mkcol", ...decorator },
      { api: "Copy", ...decorator },
      { api: "Move", ...decorator },
      { api: "Lock", ...decorator },
      { api: "Unlock", ...decorator },
      { api: "RequestMapping", ...decorator },
      { api: "Sse", ...decorator },
      {
        api: "INestApplication.use",
        form: "callback",
        parameters: { 0: "express#Request", 1: "express#Response", 2: "express#NextFunction" },
      },
      {
        api: "MiddlewareConsumer.apply",
        form: "callback",
        parameters: { 0: "express#Request", 1: "express#Response", 2: "express#NextFunction" },
      },
    ],
    controllerDecorators: ["Controller"],
    inputDecorators: {
      Body: "body",
      RawBody: "body",
      Query: "query",
      Param: "params",
      Headers: "headers",
      HostParam: "params",
      Ip: "address",
      Cookies: "cookies",
      SignedCookies: "cookies",
      UploadedFile: "files",
      UploadedFiles: "files",
    },
    untrusted: {
      RpcArgumentsHost: ["getData()"],
      WsArgumentsHost: ["getData()"],
    },
    inputNames: {
      "RpcArgumentsHost.getData()": "message",
      "WsArgumentsHost.getData()": "message",
    },
    transportTypes: ["ExecutionContext", "ArgumentsHost"],
    controls: [
      { api: "ValidationPipe", kind: "validator", classes: true },
      { api: "StandardSchemaValidationPipe", kind: "validator" },
      { api: "FileInterceptor", ...upload, demands: ["1.limits", "1.fileFilter"] },
      { api: "FilesInterceptor", ...upload, demands: ["2.limits", "2.fileFilter"] },
      { api: "FileFieldsInterceptor", ...upload, demands: ["1.limits", "1.fileFilter"] },
      { api: "AnyFilesInterceptor", ...upload, demands: ["0.limits", "0.fileFilter"] },
      { api: "ParseFilePipe", kind: "validator", inputs: ["files"], demands: ["0.validators"] },
      { api: "ParseFilePipeBuilder.build", kind: "validator", inputs: ["files"] },
    ],
    controllers: {
      classes: [{ api: "Controller", paths: ["0", "0.path"], version: "0.version" }],
      methods: [
        { api: "Get", methods: ["GET"], ...path },
        { api: "Post", methods: ["POST"], ...path },
        { api: "Put", methods: ["PUT"], ...path },
        { api: "Patch", methods: ["PATCH"], ...path },
        { api: "Delete", methods: ["DELETE"], ...path },
        { api: "Head", methods: ["HEAD"], ...path },
        { api: "Options", methods: ["OPTIONS"], ...path },
        { api: "All", methods: ["ALL"], ...path },
        { api: "Search", methods: ["SEARCH"], ...path },
        { api: "QueryMethod", methods: ["QUERY"], ...path },
        { api: "Propfind", methods: ["PROPFIND"], ...path },
        { api: "Proppatch", methods: ["PROPPATCH"], ...path },
        { api: "Mkcol", methods: ["MKCOL"], ...path },
        { api: "Copy", methods: ["COPY"], ...path },
        { api: "Move", methods: ["MOVE"], ...path },
        { api: "Lock", methods: ["LOCK"], ...path },
        { api: "Unlock", methods: ["UNLOCK"], ...path },
        { api: "Sse", methods: ["GET"], ...path },
        { api: "RequestMapping", method: "0.method", paths: ["0.path"] },
      ],
      steps: ["UseGuards", "UsePipes", "UseInterceptors"],
      composed: ["applyDecorators"],
      version: "Version",
      neutral: ["VERSION_NEUTRAL"],
      globals: ["INestApplication.useGlobalGuards", "INestApplication.useGlobalPipes", "INestApplication.useGlobalInterceptors", "INestApplication.use"],
      plugins: ["INestApplication.register", "FastifyAdapter.register"],
      tokens: ["APP_GUARD", "APP_PIPE", "APP_INTERCEPTOR"],
      applied: { routes: "MiddlewareConsumer.forRoutes", steps: "MiddlewareConsumer.apply" },
      prefixes: { "INestApplication.setGlobalPrefix": "0" },
      versioning: "INestApplication.enableVersioning",
      validation: { binders: ["useGlobalPipes", "APP_PIPE", "UsePipes"] },
    },
  },
};

/** `Query` here is a method decorator; in `@nestjs/common` it is a parameter's. */
export const nestGraphql: LibraryFacts = {
  packages: ["@nestjs/graphql"],
  docs: "https://docs.nestjs.com/graphql/resolvers",
  returns: {
    "GqlExecutionContext.create": "GqlExecutionContext",
    "GqlExecutionContext.getContext": "GraphqlContext",
    "GqlExecutionContext.getInfo": "graphql#GraphQLResolveInfo",
  },
  members: { "GraphqlContext.req": "express#Request", "GraphqlContext.res": "express#Response" },
  injects: { Context: "GraphqlContext", Info: "graphql#GraphQLResolveInfo" },
  http: {
    procedures: ["*"],
    handlers: [
      { api: "Query", ...decorator },
      { api: "Mutation", ...decorator },
      { api: "Subscription", ...decorator },
      { api: "ResolveField", ...decorator },
      { api: "ResolveProperty", ...decorator },
      { api: "ResolveReference", form: "decorator", parameters: { 0: "Reference" } },
    ],
    controllerDecorators: ["Resolver"],
    fieldResolvers: ["ResolveField"],
    objectFields: ["Field"],
    resolverParents: ["Parent", "Root"],
    inputDecorators: { Args: "arguments" },
    untrusted: {
      GqlExecutionContext: ["getArgs()"],
      Reference: ["*"],
    },
    inputNames: { "GqlExecutionContext.getArgs()": "arguments", "Reference.*": "arguments" },
    transportTypes: ["GqlExecutionContext"],
    controllers: {
      classes: [{ api: "Resolver" }],
      methods: [
        { api: "Query", methods: ["QUERY"], operation: "Query" },
        { api: "Mutation", methods: ["MUTATION"], operation: "Mutation" },
        { api: "Subscription", methods: ["SUBSCRIPTION"], operation: "Subscription" },
      ],
    },
  },
};

/** Without a parameter decorator the first parameter is the payload. */
export const nestMicroservices: LibraryFacts = {
  packages: ["@nestjs/microservices"],
  docs: "https://docs.nestjs.com/microservices/basics",
  http: {
    handlers: [
      { api: "MessagePattern", form: "decorator", parameters: { 0: "MessageData" } },
      { api: "EventPattern", form: "decorator", parameters: { 0: "MessageData" } },
      { api: "GrpcMethod", form: "decorator", parameters: { 0: "MessageData" } },
      { api: "GrpcStreamMethod", form: "decorator", parameters: { 0: "MessageData" } },
      { api: "GrpcStreamCall", form: "decorator", parameters: { 0: "MessageData" } },
    ],
    controllers: {
      classes: [],
      methods: [
        { api: "MessagePattern", methods: ["MESSAGE"], paths: ["0", "0.cmd"], channel: "message:" },
        { api: "EventPattern", methods: ["EVENT"], paths: ["0", "0.cmd"], channel: "event:" },
        { api: "GrpcMethod", methods: ["MESSAGE"], paths: ["1"], channel: "grpc:" },
      ],
    },
    controllerDecorators: ["GrpcService"],
    inputDecorators: { Payload: "message" },
    untrusted: { MessageData: ["*"] },
    inputNames: { "MessageData.*": "message" },
    transportTypes: ["KafkaContext", "MqttContext", "NatsContext", "RedisContext", "RmqContext", "TcpContext"],
  },
};

/** Without parameter decorators the parameters are the client and the message. */
export const nestWebsockets: LibraryFacts = {
  packages: ["@nestjs/websockets"],
  docs: "https://docs.nestjs.com/websockets/gateways",
  injects: { ConnectedSocket: "socket.io#Socket" },
  http: {
    handlers: [{ api: "SubscribeMessage", form: "decorator", parameters: { 0: "socket.io#Socket", 1: "MessageData" } }],
    controllers: {
      classes: [{ api: "WebSocketGateway", paths: ["0.namespace", "1.namespace"] }],
      methods: [{ api: "SubscribeMessage", methods: ["WS"], paths: ["0"], channel: "ws:*" }],
    },
    controllerDecorators: ["WebSocketGateway"],
    inputDecorators: { MessageBody: "message" },
    untrusted: { MessageData: ["*"] },
    inputNames: { "MessageData.*": "message" },
  },
};
