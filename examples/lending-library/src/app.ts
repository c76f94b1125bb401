import express, { type Express } from "express";
import { accountRouter } from "./accounts/account.router";
import { catalogueRouter } from "./catalogue/catalogue.router";
import { prisma } from "./database/prisma";
import { handleErrors } from "./errors/error-handler";
import { fineRouter } from "./fines/fine.router";
import { loanRouter } from "./loans/loan.router";
import { readerRouter } from "./readers/reader.router";
import { reportRouter } from "./reports/report.router";
import { ReservationRepository } from "./reservations/reservation.repository";
import { createReservationRouter } from "./reservations/reservation.router";
import { ReservationService } from "./reservations/reservation.service";

export function createApp(): Express {
  const app = express();
  const reservations = new ReservationService(new ReservationRepository(prisma));

  app.use(express.json());
  app.use("/api/v1/accounts", accountRouter);
  app.use("/api/v1/books", catalogueRouter);
  app.use("/api/v1/loans", loanRouter);
  app.use("/api/v1/readers", readerRouter);
  app.use("/api/v1/fines", fineRouter);
  app.use("/api/v1/reports", reportRouter);
  app.use("/api/v1/reservations", createReservationRouter(reservations));
  app.use(handleErrors);
  return app;
}
