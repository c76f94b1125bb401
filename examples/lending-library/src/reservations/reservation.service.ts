import type { Reservation } from "@prisma/client";
import { NotFound } from "@/errors/lending-errors";
import type { ReservationRepository } from "./reservation.repository";

export class ReservationService {
  constructor(private readonly reservations: ReservationRepository) {}

  place(bookId: string, readerId: string): Promise<Reservation> {
    return this.reservations.insert(bookId, readerId);
  }

  async fetch(id: string): Promise<Reservation> {
    const reservation = await this.reservations.find(id);
    if (!reservation) throw new NotFound("reservation");
    return this.reservations.markFetched(id, new Date());
  }
}
