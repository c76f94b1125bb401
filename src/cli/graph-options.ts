import type { Command } from "commander";
import type { DrawingFormat } from "#drawing/formats";
import { UserError } from "#finding";
import type { SharedRequest } from "./arguments.ts";
import type { ProgramSink } from "./program.ts";

const drawings = ["text", "mermaid", "dot", "d2", "svg", "html", "json", "metrics"] as const satisfies readonly DrawingFormat[];

interface GraphFlags {
  readonly format: DrawingFormat | "dependency-cruiser";
  readonly output?: string;
  readonly focus: readonly string[];
  readonly reaches: readonly string[];
  readonly affected?: string | true;
  readonly layer: readonly string[];
  readonly collapse?: string;
  readonly cluster: "folders" | "layers";
  readonly laws?: true;
}

/** What the program has for its commands. */
interface Parts {
  readonly oneOf: <Word extends string>(words: readonly Word[]) => (value: string) => Word;
  readonly sharedRequest: (command: Command) => SharedRequest;
}

/** `oma-lint graph` and its options. */
export function addGraph(program: Command, sink: Pick<ProgramSink, "choose">, { oneOf, sharedRequest }: Parts): void {
  const graph = program
    .command("graph")
    .description("Draw the import graph with layers and what breaks the architecture, or show how its laws stand")
    .action((flags: GraphFlags, command: Command) => {
      const { format, output, focus, reaches, affected, layer, collapse, cluster, laws = false } = flags;
      refuseLawless(format, laws);
      const shared = sharedRequest(command);
      const since = affected === true ? "main" : affected;
      sink.choose({ ...shared, command: "graph", format, output, focus, reaches, affected: since, layers: layer, collapse, cluster, laws });
    });
  graph
    .optionsGroup("Part")
    .option("--focus <glob>", "These modules, what they import and what imports them; repeatable", collectText, [])
    .option("--reaches <glob>", "These modules and everything that leads to them; repeatable", collectText, [])
    .option("--affected [commit]", "What changed since a commit, and everything that leads there (default: main)")
    .option("--layer <name>", "Only modules of this layer; repeatable", collectText, [])
    .option("--collapse <folders>", "Draw folders as one: a number of levels, or a glob of folders")
    .optionsGroup("Drawing")
    .option(
      "-f, --format <name>",
      `${drawings.join(", ")}; with --laws also dependency-cruiser (default: text)`,
      oneOf([...drawings, "dependency-cruiser"]),
      "text",
    )
    .option("--cluster <by>", "Put modules together by folders or layers (default: folders)", oneOf(["folders", "layers"]), "folders")
    .option("-o, --output <file>", "Write to a file instead of stdout")
    .optionsGroup("Laws")
    .option("--laws", "Show each law of the architecture, kept or broken, with counts");
}

function refuseLawless(format: GraphFlags["format"], laws: boolean): void {
  if (!laws && format === "dependency-cruiser") throw new UserError("--format dependency-cruiser writes the laws as rules.", "Add --laws.");
  if (laws && !["text", "json", "dependency-cruiser"].includes(format))
    throw new UserError(`Laws cannot be shown as ${format}.`, "With --laws: text, json or dependency-cruiser.");
}

function collectText(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
