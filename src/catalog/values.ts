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

/** Decorators of class-validator that leave nothing to write SQL with: numbers, dates, ids, members of a list. `Matches` depends on its pattern. */
export const boundingValidators: ReadonlySet<string> = new Set([
  ...["IsEnum", "IsIn", "IsInt", "IsNumber", "IsPositive", "IsNegative", "IsDivisibleBy", "IsBoolean", "IsBooleanString", "IsNumberString", "IsDecimal"],
  ...["IsDate", "IsDateString", "IsISO8601", "IsRFC3339", "IsUUID", "IsMongoId", "IsAlpha", "IsAlphanumeric", "IsHexadecimal", "IsPort", "IsOctal"],
  ...["IsISO31661Alpha2", "IsISO31661Alpha3", "IsISO4217CurrencyCode", "IsMilitaryTime", "IsFirebasePushId", "IsHash", "IsMD5"],
]);

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

/** Makers of schemas that let every value through, whatever is hung on them afterwards; `type<T>()` of contracts is only a type. */
export const openSchemas =
  /^(?:zod|@hono\/zod-openapi|valibot|joi|@hapi\/joi|celebrate|yup|@sinclair\/typebox|typebox|elysia|superstruct|runtypes|io-ts)#(?:(?:z|zod|v|t|Type|Joi|yup|default)\.)?(?:any|unknown|mixed|Any|Unknown|Unsafe)$|^(?:zod|valibot)#(?:(?:z|v)\.)?custom$|^@orpc\/server#type$|^@ts-rest\/core#initContract\.type$/;

/** Scalars of GraphQL schemas made by code that let every value through. */
export const openScalars =
  /^(?:graphql-type-json#(?:default|GraphQLJSON|GraphQLJSONObject)|graphql-scalars#(?:GraphQLJSON|GraphQLJSONObject|JSONResolver|JSONObjectResolver))$/;

/** Makers of objects: without a property they let every object through, if unknown properties stay. */
export const openObjects = /^(?:zod|@hono\/zod-openapi|valibot)#(?:(?:z|v)\.)?looseObject$|^(?:joi|@hapi\/joi|celebrate)#(?:Joi\.)?object$/;

/** Makers of objects that take off what they do not know. */
export const strippingObjects = /^(?:zod|@hono\/zod-openapi|valibot)#(?:(?:z|v)\.)?object$/;

/** Steps after a schema's making that keep unknown properties. */
export const openingSteps: ReadonlySet<string> = new Set(["passthrough", "loose"]);

/** Steps that demand nothing of a value but to be there. */
export const undemandingSteps: ReadonlySet<string> = new Set([
  "optional",
  "nullable",
  "nullish",
  "required",
  "describe",
  "description",
  "label",
  "meta",
  "openapi",
  "brand",
  "readonly",
  "example",
  "note",
  "tag",
  "passthrough",
  "loose",
]);

/** Calls whose result says whether a value fits, and which let it pass themselves. */
export const answeringCalls =
  /^(?:zod|@hono\/zod-openapi)#.*\.(?:safeParse|safeParseAsync|spa|safeDecode)$|^valibot#(?:v\.)?(?:safeParse|safeParseAsync|is)$|^(?:joi|@hapi\/joi)#.*\.validate$|^yup#.*\.(?:isValid|isValidSync)$|^ajv(?:\/[\w/]+)?#\w+\.(?:compile|validate)$|^(?:@sinclair\/typebox|typebox)(?:\/value)?#Value\.(?:Check|Errors)$|^superstruct#(?:is|validate)$|^class-validator#(?:validate|validateSync)$/;

/** Calls that refuse by a promise: not waited for, they refuse nobody. */
export const promisingCalls =
  /^(?:zod|@hono\/zod-openapi)#.*\.(?:parseAsync|decodeAsync)$|^valibot#(?:v\.)?parseAsync$|^(?:joi|@hapi\/joi)#.*\.validateAsync$|^yup#.*\.validate$|^class-validator#validateOrReject$/;
