import { Router } from "express";
import { z } from "zod";
import { signIn } from "./account.service";

const credentials = z.object({ email: z.email(), password: z.string().min(12) });

export const accountRouter = Router();

accountRouter.post("/sign-in", async (request, response) => {
  const { email, password } = credentials.parse(request.body);
  response.json({ token: await signIn(email, password) });
});
