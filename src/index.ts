/** Classes and types of the kit. Registers nothing; `op-run-elements/define` does. */
export * from './elements/index.ts';
export { OpRequestEvent } from './refresh/index.ts';
export type { RunEnqueuedDetail } from './refresh/index.ts';
export { registerLocale } from './projection/index.ts';
export type { Catalogue } from './projection/index.ts';
