import { z } from "zod";

export const lendRequest = z.object({
  copyId: z.uuid(),
  readerId: z.uuid(),
  branchCode: z.string().regex(/^[A-Z]{3}$/),
});

export const loanId = z.object({ id: z.uuid() });
