/** All permutations of a list. */
export const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2 ? [[...items]] : items.flatMap((first, index) => permutations(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]));

/** All orders in which four answers can arrive. */
export const ORDERS = permutations([0, 1, 2, 3]);
