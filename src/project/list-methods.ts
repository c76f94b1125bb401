/** Methods of lists that give back a list of the same elements, or of some of them. */
export const returningList = new Set(["filter", "slice", "sort", "toSorted", "reverse", "toReversed", "concat"]);

/** Methods of lists that give back one element, or nothing. */
export const returningElement = new Set(["find", "findLast", "at", "pop", "shift"]);

/** Methods of lists that give back something else: a verdict, a place, nothing, or what their callback makes of the elements. */
export const returningOther = new Set(["some", "every", "forEach", "findIndex", "map", "flatMap", "reduce"]);
