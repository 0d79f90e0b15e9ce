/** Every order of some things. */
export const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2 ? [[...items]] : items.flatMap((first, index) => permutations(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]));

/** Every order in which four answers can come. */
export const ORDERS = permutations([0, 1, 2, 3]);
