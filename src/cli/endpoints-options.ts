import { CommanderError, type Command, Option } from "commander";
import { endpointFormats, type EndpointsRequest, type SharedRequest } from "./arguments.ts";
import type { ProgramSink } from "./program.ts";

interface EndpointFlags {
  readonly format: EndpointsRequest["format"];
  readonly method: readonly string[];
  readonly path?: string;
  readonly missing: EndpointsRequest["missing"];
  readonly diff?: string;
  readonly failOn?: "lost-control";
}

/** What the program has for its commands. */
interface Parts {
  readonly oneOf: <Word extends string>(words: readonly Word[]) => (value: string) => Word;
  readonly sharedRequest: (command: Command) => SharedRequest;
}

const controls = ["auth", "rate-limit", "validation"] as const;

/** `oma-lint endpoints` and its options. */
export function addEndpoints(program: Command, sink: Pick<ProgramSink, "choose">, { oneOf, sharedRequest }: Parts): void {
  const endpoints = program
    .command("endpoints")
    .description("List endpoints with authentication, rate limit, validation, layer and handler")
    .argument("[paths...]", "Files, folders or globs in which endpoints are registered or handled (default: the whole project)")
    .action((paths: readonly string[], { format, method, path, missing, diff, failOn }: EndpointFlags, command: Command) => {
      if (failOn !== undefined && diff === undefined)
        throw new CommanderError(2, "oma-lint.failOn", "--fail-on lost-control needs something to compare with: --diff.");
      sink.choose({ ...sharedRequest(command), command: "endpoints", paths, format, methods: method, path, missing, diff, failOn });
    });
  const collectControl = (value: string, before: EndpointsRequest["missing"]): EndpointsRequest["missing"] => [...before, oneOf(controls)(value)];
  endpoints
    .optionsGroup("Filters")
    .option("--method <name>", "Only endpoints of this method; repeatable", collectMethod, [])
    .option("--path <glob>", "Only endpoints whose path matches, for example '/api/v1/**'")
    .addOption(
      new Option("--missing <control>", `Only endpoints proven to be without it: ${controls.join(", ")}; repeatable`)
        .argParser(collectControl)
        .default([])
        .conflicts("diff"),
    )
    .optionsGroup("Comparison")
    .option("--diff <ref or file>", "What changed since a git ref, or since an earlier --format json")
    .option("--fail-on <what>", "lost-control: exit with 1 when --diff shows a control that was proven and is now missing", oneOf(["lost-control"]))
    .optionsGroup("Report")
    .option("-f, --format <name>", `Report on stdout: ${endpointFormats.join(", ")} (default: table)`, oneOf(endpointFormats), "table");
}

function collectMethod(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.toUpperCase().split(",").filter(Boolean)];
}
