import { Router } from "express";
import { shelfPlan } from "./shelf-plan";
import { shelfTotals, toShares } from "./shelf-shares";

export const reportRouter = Router();

reportRouter.get("/shelves", async (_request, response) => {
  response.json(toShares(await shelfTotals()));
});

reportRouter.get("/shelves/plan", (_request, response) => {
  response.type("svg").send(shelfPlan());
});
