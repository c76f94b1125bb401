import { expect, it } from "vitest";
import { openProject } from "#project/open";
import { fixtureFolder, runFixtures } from "../fixtures.ts";

const folder = fixtureFolder("projects", "sockets-quiet");
const isMessage = /\.(?:socket|gateway)\.ts/;

async function saidOfMessages(rule: string): Promise<readonly string[]> {
  const { findings } = await runFixtures(folder, rule);
  return findings.map(({ place }) => `${place.file}:${place.line}`).filter((place) => isMessage.test(place));
}

it("finds the messages; those of sockets are open, for who asks stands at the connection", () => {
  const messages = openProject(folder).endpoints.all.filter(({ methods }) => methods.includes("WS") || methods.includes("MESSAGE"));
  expect(messages.map(({ path, open }) => `${path}${open ? " open" : ""}`).sort()).toEqual([
    "ws:#lend open",
    "ws:#login open",
    "ws:#message open",
    "ws:#register open",
    "ws:#renew open",
    "ws:desk#lend",
    "ws:desk#login",
    "ws:desk#renew",
    "ws:v1/readers#loans open",
    "ws:v1/readers#reset-password open",
  ]);
});

it.each(["require-route-auth", "versioned-routes", "require-auth-rate-limit"])("%s says nothing about messages", async (rule) => {
  expect(await saidOfMessages(rule)).toEqual([]);
});

it("require-input-validation says what is certain: a gateway of NestJS has its pipes at the method, its class, or the application", async () => {
  expect(await saidOfMessages("require-input-validation")).toEqual([18, 23, 28].map((line) => `src/routes/desk.gateway.ts:${line}`));
});
