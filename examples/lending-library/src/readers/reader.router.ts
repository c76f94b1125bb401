import { Router } from "express";
import { findReaders } from "./reader.repository";
import { readerId, readerSearch } from "./reader.schema";
import { closeAccount, mailingList } from "./reader.service";

export const readerRouter = Router();

readerRouter.get("/", async (request, response) => {
  const { name, direction } = readerSearch.parse(request.query);
  response.json(await findReaders(name, direction));
});

readerRouter.delete("/:id", async (request, response) => {
  const { id } = readerId.parse(request.params);
  await closeAccount(id);
  response.status(204).end();
});

readerRouter.get("/mailing-list", async (_request, response) => {
  response.json(await mailingList());
});
