import type { PrismaClient, Reservation } from "@prisma/client";
import { hasFreeCopy } from "@/catalogue";
import { NotAllowed } from "@/errors/lending-errors";

export class ReservationRepository {
  constructor(private readonly prisma: PrismaClient) {}

  find(id: string): Promise<Reservation | null> {
    return this.prisma.reservation.findUnique({ where: { id } });
  }

  async insert(bookId: string, readerId: string): Promise<Reservation> {
    const waiting = await this.countWaiting(bookId);
    if (await hasFreeCopy(bookId, waiting)) throw new NotAllowed("A copy is free: take it home right away.");
    return this.prisma.reservation.create({ data: { bookId, readerId } });
  }

  markFetched(id: string, fetchedOn: Date): Promise<Reservation> {
    return this.prisma.reservation.update({ where: { id }, data: { fetchedOn } });
  }

  private countWaiting(bookId: string): Promise<number> {
    return this.prisma.reservation.count({ where: { bookId, fetchedOn: null } });
  }
}
