import { Router } from "express";
import { lendRequest, loanId } from "./loan.schema";
import { extendLoan, lendCopy, returnCopy, showLoan } from "./loan.service";

export const loanRouter = Router();

loanRouter.post("/", async (request, response) => {
  const { copyId, readerId, branchCode } = lendRequest.parse(request.body);
  response.status(201).json(await lendCopy(copyId, readerId, branchCode));
});

loanRouter.post("/:id/return", async (request, response) => {
  const { id } = loanId.parse(request.params);
  response.json(await returnCopy(id));
});

loanRouter.post("/:id/extend", async (request, response) => {
  const { id } = loanId.parse(request.params);
  const loan = await showLoan(id);
  if (loan.dueOn > new Date()) await extendLoan(loan.id, loan.dueOn);
  response.status(204).end();
});
