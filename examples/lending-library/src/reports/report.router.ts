import { Router } from "express";
import { shelfPlan } from "./shelf-plan";
import { shelfTotals, toShares } from "./shelf-shares";
import { overdueReport } from "./overdue.service";

export const reportRouter = Router();

reportRouter.get("/shelves", async (_request, response) => {
  response.json(toShares(await shelfTotals()));
});

reportRouter.get("/overdue", async (_request, response) => {
  response.json(await overdueReport(new Date()));
});

reportRouter.get("/shelves/plan", (_request, response) => {
  response.type("svg").send(shelfPlan());
});
