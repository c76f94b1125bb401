import type { LibraryFacts } from "./facts.ts";
import {
  elysiaJwt,
  expressJwt,
  fastifyJwt,
  fastJwt,
  honoJwt,
  jose,
  jsonwebtoken,
  jwtDecode,
  jwtSimple,
  koaJwt,
  nestJwt,
  nestPassport,
  passportJwt,
} from "./tokens.ts";
import { argon2, bcrypt, bunPassword, cryptoJs, cryptoJsParts, md5, nodeCrypto, nodeRsArgon2, nodeRsBcrypt, sha } from "./password-hashing.ts";

/** Libraries that sign tokens or hash passwords. */
export const securityLibraries: readonly LibraryFacts[] = [
  jsonwebtoken,
  jwtSimple,
  jwtDecode,
  fastJwt,
  expressJwt,
  koaJwt,
  passportJwt,
  nestJwt,
  nestPassport,
  fastifyJwt,
  honoJwt,
  elysiaJwt,
  jose,
  nodeCrypto,
  bcrypt,
  nodeRsBcrypt,
  argon2,
  nodeRsArgon2,
  cryptoJs,
  cryptoJsParts,
  md5,
  sha,
  bunPassword,
];
