import { z } from "zod";

export const readerSearch = z.object({
  name: z.string().min(2).max(100),
  direction: z.enum(["asc", "desc"]).default("asc"),
});

export const readerId = z.object({ id: z.uuid() });
