import { Router } from "express";
import { listFines } from "./fine.service";

export const fineRouter = Router();

fineRouter.get("/", async (request, response) => {
  const { reader } = request.query;
  response.json(await listFines(String(reader)));
});
