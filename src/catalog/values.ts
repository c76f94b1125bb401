/**
 * What common libraries do to text, by API name (`crypto#createHash.update.digest`). Patterns on names, no functions.
 * They answer one question of the value walk: can text that went in come out again?
 */

/** Libraries whose results are digests, ids, numbers or dates: no text of the caller's comes out of them. */
export const harmlessResults =
  /^(?:crypto|uuid|nanoid|cuid|@paralleldrive\/cuid2|ulid|bcrypt|bcryptjs|argon2|date-fns|dayjs|moment|luxon|ms|md5|sha1|sha\.js|object-hash|os|process)#/;

/** Helpers that hand on the text of their first argument, picked from, trimmed or parsed. */
export const passingHelpers = /^(?:lodash(?:-es)?|lodash\.\w+|validator|querystring|qs)#/;

/** Those of them that escape it, or make a number of it. */
export const convertingHelpers = /#(?:escape|toNumber|toInteger|toInt|size|random|uniqueId|now)$/;

/** Validation libraries whose schemas are read from their construction. */
export const schemaLibraries =
  /^(?:zod|@sinclair\/typebox|typebox|joi|@hapi\/joi|yup|valibot|superstruct|arktype|@vinejs\/vine|@hono\/zod-openapi|elysia|runtypes|io-ts|effect|celebrate|class-validator|ajv|class-transformer-validator|@effect\/schema|typia|ow)\b/;

/** Methods of a schema that give back what they let through. */
export const validatingMethods = /^(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateSync|validateAsync|attempt)$/;

/** Calls of those libraries that look at a value: they return it, throw, or say whether it fits. */
export const validatingCalls: ReadonlySet<string> = new Set([
  "parse",
  "parseAsync",
  "safeParse",
  "safeParseAsync",
  "spa",
  "decode",
  "decodeAsync",
  "safeDecode",
  "validate",
  "validateSync",
  "validateAsync",
  "validateAt",
  "isValid",
  "isValidSync",
  "attempt",
  "assert",
  "is",
  "check",
  "create",
  "mask",
  "guard",
  "inspect",
  "allows",
  "from",
  "Check",
  "Parse",
  "Decode",
  "Assert",
  "Errors",
  "decodeUnknownSync",
  "decodeUnknownEither",
  "decodeUnknownPromise",
  "decodeUnknown",
  "asserts",
  "validateOrReject",
]);

/** Calls that change a value's form and check nothing. */
export const uncheckedConversions =
  /^(?:class-transformer#(?:plainToInstance|plainToClass|instanceToPlain)|(?:@sinclair\/typebox|typebox)(?:\/value)?#Value\.(?:Cast|Convert|Clean|Default|Create)|yup#.*\.cast|lodash(?:-es)?#\w+|lodash\.\w+#\w+|qs#\w+|querystring#\w+)$/;
