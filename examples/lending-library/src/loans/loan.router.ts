import { Router } from "express";
import { lendRequest, loanId } from "./loan.schema";
import { lendCopy, returnCopy } from "./loan.service";

export const loanRouter = Router();

loanRouter.post("/", async (request, response) => {
  const { copyId, readerId, branchCode } = lendRequest.parse(request.body);
  response.status(201).json(await lendCopy(copyId, readerId, branchCode));
});

loanRouter.post("/:id/return", async (request, response) => {
  const { id } = loanId.parse(request.params);
  response.json(await returnCopy(id));
});
