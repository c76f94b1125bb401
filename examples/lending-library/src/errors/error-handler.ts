import type { ErrorRequestHandler } from "express";
import { ZodError } from "zod";
import { LendingError } from "./lending-errors";

/** Answers every error as a problem document (RFC 9457). */
export const handleErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  const { status, title, detail } = toProblem(error);
  response.status(status).type("application/problem+json").json({ type: "about:blank", title, status, detail });
};

function toProblem(error: unknown): { status: number; title: string; detail: string } {
  if (error instanceof LendingError) return { status: error.status, title: error.title, detail: error.message };
  if (error instanceof ZodError) return { status: 400, title: "Invalid request", detail: error.message };
  return { status: 500, title: "Internal error", detail: "The library could not do that." };
}
