import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, sep } from "node:path";
import type { ResolverFactory } from "oxc-resolver";
import type { Versions } from "./disk.ts";

const codeFile = /\.(?:[cm]?[jt]s|[jt]sx)$/i;

/** Whether the file is TypeScript or JavaScript (declaration files too). */
export function isCodeFile(file: string): boolean {
  return codeFile.test(file);
}

/**
 * Finds the file an absolute path without certainty about its extension means: `.js` written for `.ts`, extensionless, `index`
 * files, folders with a package.json `main`. Sources win over what is compiled beside them. Nothing about packages here.
 */
export class FileProbe {
  readonly #resolver = createFactory({
    extensions: [...extensions],
    extensionAlias,
    mainFields: ["source", "module", "main"],
    exportsFields: [],
    modules: [],
    symlinks: false,
    nodePath: false,
  });
  readonly #real = new Map<string, string>();
  readonly #root: string;
  readonly #realRoot: string;
  /** Files that another version than the disk's has, or has not. */
  readonly #added: ReadonlySet<string>;
  readonly #absent: ReadonlySet<string>;

  /** @param root absolute; files reached through symbolic links inside of it are reported at their real place */
  constructor(root: string, versions?: Versions) {
    this.#root = root;
    this.#realRoot = realPathOf(root);
    this.#added = new Set([...(versions?.contents.keys() ?? [])].filter((file) => !existsSync(file)));
    this.#absent = versions?.absent ?? new Set();
  }

  /** The existing file a path means, or `undefined`. */
  find(path: string): string | undefined {
    if (this.#added.size > 0) {
      const added = candidatesFor(path).find((candidate) => this.#added.has(candidate));
      if (added !== undefined) return added;
    }
    const found = this.#resolver.sync(dirname(path), path).path;
    return found === undefined || this.#absent.has(found) ? undefined : this.#canonical(found);
  }

  clear(): void {
    this.#resolver.clearCache();
    this.#real.clear();
  }

  #canonical(file: string): string {
    let canonical = this.#real.get(file);
    if (canonical === undefined) {
      const real = realPathOf(file);
      canonical = real.startsWith(this.#realRoot + sep) ? this.#root + real.slice(this.#realRoot.length) : file;
      this.#real.set(file, canonical);
    }
    return canonical;
  }
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts", ".d.mts", ".d.cts", ".json", ".node"];
const extensionAlias: Record<string, string[]> = {
  ".js": [".ts", ".tsx", ".js", ".jsx", ".d.ts"],
  ".jsx": [".tsx", ".jsx"],
  ".mjs": [".mts", ".mjs", ".d.mts"],
  ".cjs": [".cts", ".cjs", ".d.cts"],
};

/** What the resolver would try, for files it cannot see. */
function candidatesFor(path: string): string[] {
  const plain = path.endsWith(sep) ? path.slice(0, -1) : path;
  const aliases = extensionAlias[extname(plain)]?.map((extension) => plain.slice(0, -extname(plain).length) + extension) ?? [plain];
  const files = path === plain ? [...aliases, ...extensions.map((extension) => plain + extension)] : [];
  return [...files, ...extensions.map((extension) => join(plain, `index${extension}`))];
}

const require = createRequire(import.meta.url);

/** The resolver is native code: loaded with the first project, so that the ESLint plugin is there at once. */
function createFactory(options: ConstructorParameters<typeof ResolverFactory>[0]): ResolverFactory {
  const oxc = require("oxc-resolver") as typeof import("oxc-resolver");
  return new oxc.ResolverFactory(options);
}

function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
