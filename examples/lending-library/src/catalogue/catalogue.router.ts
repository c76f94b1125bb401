import { Router } from "express";
import { validateBody } from "@/middleware/validate-body";
import { bookSearch, newBook, shelfQuery } from "./catalogue.schema";
import { acquireBook, browseShelf, searchBooks } from "./catalogue.service";

export const catalogueRouter = Router();

catalogueRouter.get("/", async (request, response) => {
  const { title, sort } = bookSearch.parse(request.query);
  response.json(await searchBooks(title, sort));
});

catalogueRouter.get("/shelves/:shelf", async (request, response) => {
  const { order } = shelfQuery.parse(request.query);
  response.json(await browseShelf(request.params.shelf, order));
});

catalogueRouter.post("/", validateBody(newBook), async (request, response) => {
  response.status(201).json(await acquireBook(request.body));
});
