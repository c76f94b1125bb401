import { z } from "zod";

export const reservationRequest = z.object({ bookId: z.uuid(), readerId: z.uuid() });

export const reservationId = z.object({ id: z.uuid() });
