/** Methods of lists that give back a list of the same elements, or of some of them. */
export const returningList = new Set(["filter", "slice", "sort", "toSorted", "reverse", "toReversed", "concat"]);

/** Methods of lists that give back one element, or nothing. */
export const returningElement = new Set(["find", "findLast", "at", "pop", "shift"]);

/** Methods of lists that give back something else: a verdict, a place, nothing, or what their callback makes of the elements. */
export const returningOther = new Set(["some", "every", "forEach", "findIndex", "map", "flatMap", "reduce"]);

/** Methods of lists that run a function for each element, and which of its parameters the element is. */
export const elementAt: Readonly<Record<string, number>> = {
  map: 0,
  flatMap: 0,
  forEach: 0,
  filter: 0,
  find: 0,
  every: 0,
  some: 0,
  reduce: 1,
};
