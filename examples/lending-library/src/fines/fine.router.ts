import { Router } from "express";
import { listFines, settleFines } from "./fine.service";

export const fineRouter = Router();

fineRouter.get("/", async (request, response) => {
  const { reader } = request.query;
  response.json(await listFines(String(reader)));
});

fineRouter.post("/:reader/payment", async (request, response) => {
  await settleFines(request.params.reader);
  response.sendStatus(204);
});
