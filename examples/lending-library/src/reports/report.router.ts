import { Router } from "express";
import { shelfTotals, toShares } from "./shelf-shares";

export const reportRouter = Router();

reportRouter.get("/shelves", async (_request, response) => {
  response.json(toShares(await shelfTotals()));
});
