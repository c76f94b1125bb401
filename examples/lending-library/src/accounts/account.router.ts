import { Router } from "express";
import { z } from "zod";
import { signIn } from "./account.service";
import { sendResetLetter } from "./password-reset.service";

const credentials = z.object({ email: z.email(), password: z.string().min(12) });

export const accountRouter = Router();

accountRouter.post("/sign-in", async (request, response) => {
  const { email, password } = credentials.parse(request.body);
  response.json({ token: await signIn(email, password) });
});

const lost = z.object({ email: z.email() });

accountRouter.post("/password-reset", async (request, response) => {
  await sendResetLetter(lost.parse(request.body).email);
  response.sendStatus(202);
});
