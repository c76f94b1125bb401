import { expect, it } from "vitest";
import { inventoryOf } from "#project/endpoints/inventory";
import { openProject } from "#project/open";
import { fixtureFolder } from "../fixtures.ts";

const rows = inventoryOf(openProject(fixtureFolder("projects", "validation-cookies-files")));

/** `POST /covers` of a file → what the inventory says of an input. */
function stated(file: string, input: "cookies" | "files"): readonly string[] {
  return rows
    .filter(({ registered }) => registered.file === file)
    .flatMap(({ methods, path, validation }) => (validation[input] ? [`${methods.join()} ${path} ${validation[input].state}`] : []));
}

it("says of cookies whether something checks them, or has signed them", () => {
  expect(stated("src/cookies-express.ts", "cookies")).toEqual([
    "POST /baskets no",
    "POST /branches yes",
    "POST /colours yes",
    "POST /guests no",
    "POST /languages unknown",
    "GET /me no",
    "POST /shelves yes",
    "POST /tickets unknown",
    "POST /visits no",
  ]);
  expect(stated("src/cookies-others.ts", "cookies")).toEqual([
    "POST /branches yes",
    "POST /branches yes",
    "GET /me no",
    ...Array.from({ length: 5 }, () => "POST /visits no"),
  ]);
  expect(stated("app/visits/route.ts", "cookies")).toEqual(["GET /visits no", "POST /visits no", "PUT /visits no"]);
});

it("says of files whether the upload is limited, and where", () => {
  expect(stated("src/covers.controller.ts", "files")).toEqual([
    "POST /covers no",
    "POST /covers/any yes",
    "POST /covers/built yes",
    "POST /covers/checked yes",
    "POST /covers/elsewhere unknown",
    "POST /covers/limited yes",
    "POST /covers/present no",
    "POST /covers/several no",
  ]);
  expect(stated("src/files-express.ts", "files")).toEqual([
    "POST /covers no",
    "POST /covers/asked unknown",
    "POST /covers/filtered yes",
    "POST /covers/kept no",
    "POST /covers/limited yes",
    "POST /covers/stepped unknown",
    "POST /letters no",
    "POST /letters yes",
    "POST /maps no",
  ]);
  expect(stated("src/files-fastify.ts", "files")).toEqual(["POST /covers unknown"]);
  expect(stated("server/api/visits.post.ts", "files")).toEqual(["POST /api/visits unknown"]);
  const limited = rows.find(({ path, registered }) => path === "/covers/limited" && registered.file === "src/files-express.ts");
  expect(limited?.validation.files?.at).toEqual({ file: "src/files-express.ts", line: 25 });
});

it("takes an object of schemas, one for each input, for what middleware of the project checks", () => {
  const members = inventoryOf(openProject(fixtureFolder("projects", "validation-keyed-schemas")));
  const states = members.map(
    ({ methods, path, validation }) => `${methods.join()} ${path} ${Object.entries(validation).map(([name, { state }]) => `${name} ${state}`)}`,
  );
  expect(states).toEqual([
    "POST /guests body unknown",
    "POST /letters body unknown",
    "POST /members body yes",
    "PUT /members/{id} body yes,params yes",
    "POST /visits body unknown",
  ]);
});
