import type { LibraryFacts } from "./facts.ts";
import { secretServices } from "./secret-services.ts";

const strategy = ["clientSecret", "consumerSecret", "secretOrKey", "secret"];

/** Libraries that sign, encrypt and keep sessions, by where they take the key. What else is known about a package stands in its own file. */
const secretKeepers: readonly LibraryFacts[] = [
  {
    packages: ["jsonwebtoken"],
    docs: "https://github.com/auth0/node-jsonwebtoken#usage",
    secrets: [
      { api: "sign", argument: 1, kind: "signing key" },
      { api: "verify", argument: 1, kind: "signing key" },
    ],
  },
  {
    packages: ["jwt-simple"],
    docs: "https://github.com/hokaccha/node-jwt-simple",
    secrets: [
      { api: "encode", argument: 1, kind: "signing key" },
      { api: "decode", argument: 1, kind: "signing key" },
    ],
  },
  {
    packages: ["njwt"],
    docs: "https://github.com/jwtk/njwt",
    secrets: [
      { api: "create", argument: 1, kind: "signing key" },
      { api: "verify", argument: 1, kind: "signing key" },
    ],
  },
  {
    packages: ["express-jwt"],
    docs: "https://github.com/auth0/express-jwt",
    secrets: [
      { api: "default", properties: ["secret"], kind: "signing key" },
      { api: "expressjwt", properties: ["secret"], kind: "signing key" },
    ],
  },
  { packages: ["koa-jwt"], docs: "https://github.com/koajs/jwt", secrets: [{ api: "default", properties: ["secret"], kind: "signing key" }] },
  {
    packages: ["fast-jwt"],
    docs: "https://github.com/nearform/fast-jwt",
    secrets: [
      { api: "createSigner", properties: ["key"], kind: "signing key" },
      { api: "createVerifier", properties: ["key"], kind: "signing key" },
    ],
  },
  {
    packages: ["jose"],
    docs: "https://github.com/panva/jose",
    returns: { "SignJWT.*": "SignJWT", "EncryptJWT.*": "EncryptJWT" },
    secrets: [
      { api: "SignJWT.sign", kind: "signing key" },
      { api: "EncryptJWT.encrypt", kind: "encryption key" },
      { api: "jwtVerify", argument: 1, kind: "signing key" },
      { api: "jwtDecrypt", argument: 1, kind: "encryption key" },
      { api: "JWT.sign", argument: 1, kind: "signing key" },
      { api: "JWT.verify", argument: 1, kind: "signing key" },
    ],
  },
  {
    packages: ["@nestjs/jwt"],
    docs: "https://github.com/nestjs/jwt",
    secrets: [
      { api: "JwtModule.register", properties: ["secret", "privateKey", "secretOrPrivateKey"], kind: "signing key" },
      {
        api: "JwtModule.registerAsync",
        properties: ["useFactory.().secret", "useFactory.().privateKey", "useFactory.().secretOrPrivateKey"],
        kind: "signing key",
      },
      { api: "JwtService", properties: ["secret", "privateKey"], kind: "signing key" },
      { api: "JwtService.sign", argument: 1, properties: ["secret", "privateKey"], kind: "signing key" },
      { api: "JwtService.signAsync", argument: 1, properties: ["secret", "privateKey"], kind: "signing key" },
      { api: "JwtService.verify", argument: 1, properties: ["secret"], kind: "signing key" },
      { api: "JwtService.verifyAsync", argument: 1, properties: ["secret"], kind: "signing key" },
    ],
  },
  {
    packages: [
      "passport-jwt",
      ...[
        "passport-facebook",
        "passport-google-oauth20",
        "passport-google-oauth",
        "passport-google-oauth2",
        "passport-github",
        "passport-github2",
        "passport-twitter",
        "passport-linkedin-oauth2",
      ],
      ...[
        "passport-oauth2",
        "passport-oauth1",
        "passport-oauth",
        "passport-auth0",
        "passport-azure-ad",
        "passport-microsoft",
        "passport-discord",
        "passport-gitlab2",
        "passport-apple",
        "passport-instagram",
      ],
    ],
    docs: "https://www.passportjs.org/packages/",
    secrets: [
      { api: "Strategy", properties: strategy, kind: "client secret" },
      { api: "default", properties: strategy, kind: "client secret" },
      { api: "OAuth2Strategy", properties: strategy, kind: "client secret" },
      { api: "BearerStrategy", properties: strategy, kind: "client secret" },
      { api: "OIDCStrategy", properties: strategy, kind: "client secret" },
    ],
  },
  {
    packages: ["express-session"],
    docs: "https://expressjs.com/en/resources/middleware/session.html",
    secrets: [{ api: "default", properties: ["secret"], kind: "session secret" }],
  },
  {
    packages: ["cookie-session"],
    docs: "https://expressjs.com/en/resources/middleware/cookie-session.html",
    secrets: [{ api: "default", properties: ["keys", "secret"], kind: "session secret" }],
  },
  {
    packages: ["cookie-parser"],
    docs: "https://expressjs.com/en/resources/middleware/cookie-parser.html",
    secrets: [
      { api: "default", kind: "session secret" },
      { api: "signedCookie", argument: 1, kind: "session secret" },
    ],
  },
  {
    packages: ["cookie-signature"],
    docs: "https://github.com/tj/node-cookie-signature",
    secrets: [
      { api: "sign", argument: 1, kind: "session secret" },
      { api: "unsign", argument: 1, kind: "session secret" },
    ],
  },
  { packages: ["keygrip"], docs: "https://github.com/crypto-utils/keygrip", secrets: [{ api: "default", kind: "session secret" }] },
  {
    packages: ["koa-session"],
    docs: "https://github.com/koajs/session",
    secrets: [{ api: "default", properties: ["secret", "keys"], kind: "session secret" }],
  },
  {
    packages: ["fastify"],
    docs: "https://fastify.dev/docs/latest/Reference/Plugins/",
    secrets: [
      { api: "FastifyInstance.register", argument: 1, properties: ["secret", "cookie.secret", "secret.private", "hook.secret"], kind: "session secret" },
    ],
  },
  {
    packages: ["@hapi/iron", "iron"],
    docs: "https://hapi.dev/module/iron/api/",
    secrets: [
      { api: "seal", argument: 1, kind: "encryption key" },
      { api: "unseal", argument: 1, kind: "encryption key" },
    ],
  },
  {
    packages: ["@hapi/hapi", "hapi"],
    docs: "https://hapi.dev/module/cookie/api/",
    secrets: [{ api: "Server.auth.strategy", argument: 2, properties: ["cookie.password", "keys", "key", "password", "clientSecret"], kind: "session secret" }],
  },
  {
    packages: ["iron-session"],
    docs: "https://github.com/vvo/iron-session",
    secrets: [
      { api: "getIronSession", argument: 2, properties: ["password"], kind: "session secret" },
      { api: "sealData", argument: 1, properties: ["password"], kind: "session secret" },
      { api: "unsealData", argument: 1, properties: ["password"], kind: "session secret" },
    ],
  },
  {
    packages: ["hono"],
    docs: "https://hono.dev/docs/middleware/builtin/jwt",
    secrets: [
      { api: "setSignedCookie", argument: 3, kind: "session secret" },
      { api: "getSignedCookie", argument: 1, kind: "session secret" },
      { api: "bearerAuth", properties: ["token"], kind: "password" },
      { api: "basicAuth", properties: ["password"], kind: "password" },
    ],
  },
  {
    packages: ["hono/jwt"],
    docs: "https://hono.dev/docs/helpers/jwt",
    secrets: [
      { api: "jwt", properties: ["secret"], kind: "signing key" },
      { api: "sign", argument: 1, kind: "signing key" },
      { api: "verify", argument: 1, kind: "signing key" },
    ],
  },
  {
    packages: ["@elysiajs/jwt"],
    docs: "https://elysiajs.com/plugins/jwt",
    secrets: [
      { api: "jwt", properties: ["secret"], kind: "signing key" },
      { api: "default", properties: ["secret"], kind: "signing key" },
    ],
  },
  {
    packages: ["next-auth", "@auth/core", "@auth/express"],
    docs: "https://authjs.dev/reference/core",
    secrets: [{ api: "default", properties: ["secret", "jwt.secret"], kind: "session secret" }],
  },
  {
    packages: ["better-auth"],
    docs: "https://www.better-auth.com/docs/reference/options",
    secrets: [
      { api: "betterAuth", properties: ["secret"], kind: "session secret" },
      { api: "betterAuth", properties: ["socialProviders.*.clientSecret"], kind: "client secret" },
    ],
  },
  {
    packages: ["csrf-csrf"],
    docs: "https://github.com/Psifi-Solutions/csrf-csrf",
    secrets: [{ api: "doubleCsrf", properties: ["getSecret.()"], kind: "session secret" }],
  },
  { packages: ["tiny-csrf"], docs: "https://github.com/valexandersaulys/tiny-csrf", secrets: [{ api: "default", kind: "session secret" }] },
  {
    packages: ["express-basic-auth"],
    docs: "https://github.com/LionC/express-basic-auth",
    secrets: [{ api: "default", properties: ["users.*"], kind: "password" }],
  },
  { packages: ["basic-auth-connect"], docs: "https://github.com/expressjs/basic-auth-connect", secrets: [{ api: "default", argument: 1, kind: "password" }] },
  {
    packages: ["crypto"],
    docs: "https://nodejs.org/api/crypto.html",
    returns: { createSign: "Sign", "Sign.update": "Sign" },
    secrets: [
      { api: "createHmac", argument: 1, kind: "signing key" },
      { api: "createCipheriv", argument: 1, kind: "encryption key" },
      { api: "createDecipheriv", argument: 1, kind: "encryption key" },
      { api: "createCipher", argument: 1, kind: "encryption key" },
      { api: "createDecipher", argument: 1, kind: "encryption key" },
      { api: "createPrivateKey", properties: ["key", "passphrase"], kind: "signing key" },
      { api: "Sign.sign", kind: "signing key" },
      { api: "scryptSync", kind: "encryption key" },
      { api: "pbkdf2Sync", kind: "encryption key" },
    ],
  },
  {
    packages: ["crypto-js"],
    docs: "https://cryptojs.gitbook.io/docs",
    secrets: [
      ...(["AES", "DES", "TripleDES", "Rabbit", "RC4"] as const).flatMap((cipher) => [
        { api: `${cipher}.encrypt`, argument: 1, kind: "encryption key" as const },
        { api: `${cipher}.decrypt`, argument: 1, kind: "encryption key" as const },
      ]),
      ...(["HmacSHA256", "HmacSHA512", "HmacSHA1", "HmacMD5", "HmacSHA384"] as const).map((api) => ({ api, argument: 1, kind: "signing key" as const })),
    ],
  },
];

/** Every library that takes a secret. */
export const secretLibraries: readonly LibraryFacts[] = [...secretKeepers, ...secretServices];
