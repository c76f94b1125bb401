import { knex } from "@/database";
import type { Reader } from "./reader.model";

const columns = { id: "id", fullName: "full_name", email: "email", suspended: "suspended" };

export function findReaders(name: string, direction: "asc" | "desc"): Promise<Reader[]> {
  return knex("readers")
    .select(columns)
    .whereRaw("lower(full_name) LIKE ?", [`%${name.toLowerCase()}%`])
    .orderByRaw(`lower(full_name) ${direction === "desc" ? "DESC" : "ASC"}`)
    .limit(100);
}

export async function updateSuspended(id: string, suspended: boolean): Promise<void> {
  await knex("readers").where({ id }).update({ suspended });
}

export async function deleteReader(id: string): Promise<void> {
  await knex("readers").where({ id }).delete();
}

export function findAllReaders(): Promise<Reader[]> {
  return knex("readers").select("*");
}
