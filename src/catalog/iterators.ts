/**
 * Functions of libraries that go through a collection (their first argument) with a callback: package → function → the callback's argument.
 * `default` is the package itself. A name with `*` at its end stands for all that begin so.
 */
export const libraryIterators: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "p-map": { default: 1 },
  "p-map-series": { default: 1 },
  "p-each-series": { default: 1 },
  "p-filter": { default: 1 },
  lodash: { each: 1, forEach: 1, map: 1, flatMap: 1, filter: 1 },
  "lodash-es": { each: 1, forEach: 1, map: 1, flatMap: 1, filter: 1 },
  underscore: { each: 1, forEach: 1, map: 1, filter: 1 },
  async: { each: 1, forEach: 1, map: 1, eachSeries: 1, mapSeries: 1, forEachSeries: 1, eachLimit: 2, mapLimit: 2, forEachLimit: 2 },
  bluebird: { map: 1, each: 1, mapSeries: 1, filter: 1 },
};

/** Packages that run what they are handed once each, a few at a time: `limit(() => print(loan))`. */
export const limiters: readonly string[] = ["p-limit", "p-queue"];

/** Packages whose loader takes a function that is asked for all keys of a tick at once: `new DataLoader(async (ids) => …)`. */
export const batchingLoaders: readonly string[] = ["dataloader"];
