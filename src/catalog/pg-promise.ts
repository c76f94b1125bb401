import type { LibraryFacts } from "./facts.ts";

const statement = { position: "statement", properties: ["text"], values: 1, safeForm: { kind: "placeholders", style: "$n" } } as const;
/** A callback follows the values, so there is always an argument for them. */
const given = { position: "statement", properties: ["text"], values: 1 } as const;
const task = [{ argument: -1, parameters: { 0: "ITask" }, this: "ITask" }] as const;

/** `pgPromise(options)` is `IMain`, `IMain(connection)` is `IDatabase`; tasks and transactions share its query methods. */
export const pgPromise: LibraryFacts = {
  packages: ["pg-promise"],
  docs: "https://vitaly-t.github.io/pg-promise/Database.html",
  returns: {
    default: "IMain",
    IMain: "IDatabase",
    "IDatabase.connect": "IConnected",
    "IMain.QueryFile": "QueryFile",
    "IMain.ParameterizedQuery": "ParameterizedQuery",
    "IMain.PreparedStatement": "PreparedStatement",
  },
  members: {
    "IMain.as": "IFormatting",
    "IMain.helpers": "IHelpers",
    as: "IFormatting",
    "IConnected.client": "pg#Client",
  },
  extends: { IDatabase: "IBaseProtocol", ITask: "IBaseProtocol", IConnected: "IBaseProtocol" },
  callbacks: {
    "IBaseProtocol.task": task,
    "IBaseProtocol.taskIf": task,
    "IBaseProtocol.tx": task,
    "IBaseProtocol.txIf": task,
  },
  sql: {
    sinks: [
      { api: "IBaseProtocol.query", ...statement },
      { api: "IBaseProtocol.none", ...statement },
      { api: "IBaseProtocol.one", ...statement },
      { api: "IBaseProtocol.oneOrNone", ...statement },
      { api: "IBaseProtocol.many", ...statement },
      { api: "IBaseProtocol.manyOrNone", ...statement },
      { api: "IBaseProtocol.any", ...statement },
      { api: "IBaseProtocol.result", ...statement },
      { api: "IBaseProtocol.multi", ...statement },
      { api: "IBaseProtocol.multiResult", ...statement },
      { api: "IBaseProtocol.map", ...given },
      { api: "IBaseProtocol.each", ...given },
      { api: "ParameterizedQuery", form: "new", position: "statement", properties: ["text"] },
      { api: "PreparedStatement", form: "new", position: "statement", properties: ["text"] },
      { api: "IMain.ParameterizedQuery", form: "new", position: "statement", properties: ["text"] },
      { api: "IMain.PreparedStatement", form: "new", position: "statement", properties: ["text"] },
      { api: "IFormatting.format", ...statement },
    ],
    fragments: [
      "QueryFile",
      "ParameterizedQuery",
      "PreparedStatement",
      "IHelpers.insert",
      "IHelpers.update",
      "IHelpers.values",
      "IHelpers.sets",
      "IHelpers.concat",
    ],
    sanitizers: [
      "IFormatting.alias",
      "IFormatting.array",
      "IFormatting.bool",
      "IFormatting.buffer",
      "IFormatting.csv",
      "IFormatting.date",
      "IFormatting.format",
      "IFormatting.json",
      "IFormatting.name",
      "IFormatting.number",
      "IFormatting.text",
      "IFormatting.value",
    ],
  },
  data: {
    operations: [
      {
        on: ["IBaseProtocol"],
        apis: ["query", "none", "many", "manyOrNone", "any", "result", "multi", "multiResult", "map", "each"],
        does: "statement",
        properties: ["text"],
      },
      { on: ["IBaseProtocol"], apis: ["one", "oneOrNone"], does: "statement", rows: "one", properties: ["text"] },
    ],
    transactions: [{ apis: ["IBaseProtocol.tx", "IBaseProtocol.txIf"], form: "callback", argument: -1, handle: 0 }],
    clients: ["IDatabase", "ITask", "IConnected"],
  },
};
