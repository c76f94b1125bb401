export interface FileHandlerFact {
  /** Glob on the project path, for example `pages/api/*.ts`. */
  readonly files: string;
  /** Export names that are handlers; `default`; `*` = all. A dotted name is a member of what is exported: `default.fetch`, `actions.*` (a method where that is a class; arrays are looked through). */
  readonly exports: readonly string[];
  readonly parameters: Readonly<Record<number, string>>;
  /** Only when the file (or function) has this directive (`use server`). */
  readonly directive?: string;
  /** Only in projects whose `package.json` names one of these packages: for conventions too common to stand alone. */
  readonly dependsOn?: readonly string[];
  /** `plugin` registers routes, `view` renders a page: typed parameters, but not judged as a request handler. Default: `handler`. */
  readonly role?: "handler" | "plugin" | "view";
  /** What the place of the file says about method and path. */
  readonly serves?: FileRouting;
  /** The handler runs before those of the library's other files. */
  readonly runsBefore?: {
    /** Export path of the patterns of paths it runs for: `config.matcher`. Default: all. */
    readonly matcher?: string;
    /** It runs for files beside this folder: `server`. Default: below the file's own folder. */
    readonly below?: string;
    /** Being matched is no proof that anybody was refused. */
    readonly doubtful?: true;
  };
}

/** How method and path follow from where a file lies. */
export interface FileRouting {
  /** The folder below which paths begin: `app`, `pages`, `routes`. Without it the file itself is the address: `src/loans/actions.ts#lend`. */
  readonly root?: string;
  /** What stands in front of all paths: `/api`. */
  readonly prefix?: string;
  /** `folders`: the file's name is no part of the path; `file`: it is; `dots`: each dot in it is a slash (Remix). */
  readonly names?: "folders" | "file" | "dots";
  /** `export`: the export is named for its method; `suffix`: the file is (`loans.post.ts`); or export name → method. */
  readonly methods: "export" | "suffix" | Readonly<Record<string, string>>;
  /** The one path, wherever the file lies; only where a function of the file answers. */
  readonly path?: string;
  /** Parameter and member a handler asks which method it is: `0.method`. */
  readonly asked?: string;
  /** Middleware may be put in front of a file's handlers where nobody sees it from there. */
  readonly configuredElsewhere?: true;
  /** A configuration may name the files and their paths. */
  readonly configured?: true;
}
