import type { LibraryFacts } from "./facts.ts";

/** Nothing expires unless told so; without `algorithms` the key decides what is accepted. */
export const jsonwebtoken: LibraryFacts = {
  packages: ["jsonwebtoken", "jsonwebtoken-esm"],
  docs: "https://github.com/auth0/node-jsonwebtoken#usage",
  tokens: {
    signers: [{ api: "sign", payload: "0", expiry: ["2.expiresIn"], algorithm: ["2.algorithm"], options: 2 }],
    verifiers: [
      { api: "verify", key: ["1"], algorithms: ["2.algorithms"], pin: "always", ignoreExpiry: ["2.ignoreExpiration"], maxAge: ["2.maxAge"], options: 2 },
    ],
    decoders: ["decode"],
  },
};

/** `decode` checks the signature, unless its third argument is truthy. Claims are the only place for a lifetime. */
export const jwtSimple: LibraryFacts = {
  packages: ["jwt-simple"],
  docs: "https://github.com/hokaccha/node-jwt-simple#usage",
  tokens: {
    signers: [{ api: "encode", payload: "0" }],
    verifiers: [{ api: "decode", key: ["1"], skip: ["2"] }],
  },
};

/** Reads only; there is nothing to verify with. */
export const jwtDecode: LibraryFacts = {
  packages: ["jwt-decode"],
  docs: "https://github.com/auth0/jwt-decode#usage",
  tokens: { decoders: ["jwtDecode", "default"] },
};

/** A number as `expiresIn` means milliseconds here. */
export const fastJwt: LibraryFacts = {
  packages: ["fast-jwt"],
  docs: "https://github.com/nearform/fast-jwt#usage",
  returns: { createSigner: "Signer", createVerifier: "Verifier", createDecoder: "Decoder" },
  tokens: {
    signers: [{ api: "Signer", maker: "createSigner", payload: "0", expiry: ["^0.expiresIn"], algorithm: ["^0.algorithm"] }],
    verifiers: [
      {
        api: "createVerifier",
        key: ["0.key"],
        algorithms: ["0.algorithms"],
        pin: "public",
        ignoreExpiry: ["0.ignoreExpiration"],
        maxAge: ["0.maxAge"],
        options: 0,
      },
    ],
    decoders: ["Decoder"],
  },
};

/** `algorithms` is mandatory since version 6; before, leaving it out let the token choose. */
export const expressJwt: LibraryFacts = {
  packages: ["express-jwt"],
  docs: "https://github.com/auth0/express-jwt#usage",
  tokens: {
    verifiers: ["expressjwt", "default"].map((api) => ({
      api,
      key: ["0.secret"],
      algorithms: ["0.algorithms"],
      pin: "always" as const,
      ignoreExpiry: ["0.ignoreExpiration"],
      options: 0,
    })),
  },
};

export const koaJwt: LibraryFacts = {
  packages: ["koa-jwt"],
  docs: "https://github.com/koajs/jwt#usage",
  tokens: {
    verifiers: [
      {
        api: "default",
        key: ["0.secret"],
        algorithms: ["0.algorithms"],
        pin: "always",
        ignoreExpiry: ["0.ignoreExpiration"],
        maxAge: ["0.maxAge"],
        options: 0,
      },
    ],
  },
};

export const passportJwt: LibraryFacts = {
  packages: ["passport-jwt"],
  docs: "https://github.com/mikenicholson/passport-jwt#configure-strategy",
  tokens: {
    verifiers: [
      {
        api: "Strategy",
        key: ["0.secretOrKey", "0.secretOrKeyProvider"],
        algorithms: ["0.algorithms"],
        pin: "public",
        ignoreExpiry: ["0.ignoreExpiration"],
        maxAge: ["0.jsonWebTokenOptions.maxAge"],
        options: 0,
      },
    ],
  },
};

/** `PassportStrategy(Strategy)` is a class like the strategy it is given. */
export const nestPassport: LibraryFacts = {
  packages: ["@nestjs/passport"],
  docs: "https://docs.nestjs.com/recipes/passport",
  passes: ["PassportStrategy"],
  http: {
    controls: [
      // Names that passport-jwt and passport-http-bearer give themselves; what else it is called, it may ask for a password.
      { api: "AuthGuard", kind: "guard", when: { path: "0", values: ["jwt", "bearer"] }, skipHooks: ["canActivate", "handleRequest"] },
    ],
  },
};

/** Call options are merged over those of the module. */
export const nestJwt: LibraryFacts = {
  packages: ["@nestjs/jwt"],
  docs: "https://github.com/nestjs/jwt#usage",
  tokens: {
    signers: ["sign", "signAsync"].map((method) => ({
      api: `JwtService.${method}`,
      payload: "0",
      expiry: ["1.expiresIn"],
      algorithm: ["1.algorithm"],
      options: 1,
    })),
    verifiers: ["verify", "verifyAsync"].map((method) => ({
      api: `JwtService.${method}`,
      key: ["1.publicKey", "1.secret"],
      algorithms: ["1.algorithms"],
      pin: "public" as const,
      ignoreExpiry: ["1.ignoreExpiration"],
      maxAge: ["1.maxAge"],
      options: 1,
    })),
    decoders: ["JwtService.decode"],
    defaults: [
      { api: "JwtModule.register", expiry: ["0.signOptions.expiresIn"], algorithms: ["0.verifyOptions.algorithms"] },
      { api: "JwtModule.registerAsync", expiry: ["0.useFactory().signOptions.expiresIn"], algorithms: ["0.useFactory().verifyOptions.algorithms"] },
      { api: "JwtService", expiry: ["0.signOptions.expiresIn"], algorithms: ["0.verifyOptions.algorithms"] },
    ],
  },
};

/** Decorates the instance, the request and the reply. */
export const fastifyJwt: LibraryFacts = {
  packages: ["@fastify/jwt", "fastify-jwt"],
  docs: "https://github.com/fastify/fastify-jwt#usage",
  tokens: {
    signers: [
      { api: "fastify#FastifyInstance.jwt.sign", payload: "0", expiry: ["1.expiresIn"], algorithm: ["1.algorithm"], options: 1 },
      {
        api: "fastify#FastifyReply.jwtSign",
        payload: "0",
        expiry: ["1.expiresIn", "1.sign.expiresIn"],
        algorithm: ["1.algorithm", "1.sign.algorithm"],
        options: 1,
      },
    ],
    verifiers: [
      { api: "fastify#FastifyInstance.jwt.verify", algorithms: ["1.algorithms"], ignoreExpiry: ["1.ignoreExpiration"], maxAge: ["1.maxAge"] },
      {
        api: "fastify#FastifyRequest.jwtVerify",
        algorithms: ["0.algorithms", "0.verify.algorithms"],
        ignoreExpiry: ["0.ignoreExpiration", "0.verify.ignoreExpiration"],
      },
    ],
    decoders: ["fastify#FastifyInstance.jwt.decode", "fastify#FastifyRequest.jwtDecode"],
    defaults: [{ api: "fastify#FastifyInstance.register", plugin: "default", expiry: ["1.sign.expiresIn"], algorithms: ["1.verify.algorithms"] }],
  },
};

/** Claims are the only place for a lifetime. The algorithm is one, HS256 by default. */
export const honoJwt: LibraryFacts = {
  packages: ["hono/jwt"],
  docs: "https://hono.dev/docs/helpers/jwt",
  tokens: {
    signers: [{ api: "sign", payload: "0", algorithm: ["2"] }],
    verifiers: [{ api: "verify", key: ["1"], algorithms: ["2"] }],
    decoders: ["decode"],
  },
};

/** `setExpirationTime` is the only way but the claims; keys know their algorithm. `JWT` and `JWK` are of version 2. */
export const jose: LibraryFacts = {
  packages: ["jose", "jose/jwt/sign", "jose/jwt/verify", "jose/jwt/decode", "jose-node-cjs-runtime"],
  docs: "https://github.com/panva/jose/blob/main/docs/README.md",
  returns: { "SignJWT.*": "SignJWT" },
  tokens: {
    signers: [
      { api: "SignJWT.sign", maker: "SignJWT", payload: "^0", setters: ["SignJWT.setExpirationTime"] },
      { api: "JWT.sign", payload: "0", expiry: ["2.expiresIn"], algorithm: ["2.algorithm"], options: 2 },
    ],
    verifiers: [
      { api: "jwtVerify", key: ["1"], algorithms: ["2.algorithms"], maxAge: ["2.maxTokenAge"] },
      { api: "JWT.verify", key: ["1"], algorithms: ["2.algorithms"], ignoreExpiry: ["2.ignoreExp"], maxAge: ["2.maxTokenAge"], noneKeys: ["JWK.None"] },
    ],
    decoders: ["decodeJwt", "JWT.decode", "UnsecuredJWT.decode"],
    unsecured: ["UnsecuredJWT"],
  },
};

/** Puts `jwt` into the context of handlers, by that name unless another one is given. Claims of the plugin's options go into every token. */
export const elysiaJwt: LibraryFacts = {
  packages: ["@elysiajs/jwt"],
  docs: "https://elysiajs.com/plugins/jwt",
  tokens: {
    signers: [{ api: "elysia#Context.jwt.sign", payload: "0" }],
    verifiers: [{ api: "elysia#Context.jwt.verify", maxAge: ["1.maxTokenAge"] }],
    defaults: ["jwt", "default"].map((api) => ({ api, expiry: ["0.exp"], algorithms: ["0.alg"] })),
  },
};
