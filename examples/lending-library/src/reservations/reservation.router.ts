import { Router } from "express";
import { reservationId, reservationRequest } from "./reservation.schema";
import type { ReservationService } from "./reservation.service";

export function createReservationRouter(reservations: ReservationService): Router {
  const router = Router();

  router.post("/", async (request, response) => {
    const { bookId, readerId } = reservationRequest.parse(request.body);
    response.status(201).json(await reservations.place(bookId, readerId));
  });

  router.post("/:id/fetch", async (request, response) => {
    const { id } = reservationId.parse(request.params);
    response.json(await reservations.fetch(id));
  });

  return router;
}
