/**
 * The contract: one schema per payload, the inferred types, and the parser that guards them.
 * Lives here: what a backend may say. Must not live here: what it means, words, Lit, DOM.
 * This entry is for Node, tests and hosts; what a page loads imports `payloads.ts`, which knows no zod.
 */
export * from './payloads.ts';
export * from './schemas/active-state.ts';
export * from './schemas/lifecycle.ts';
export * from './schemas/review-pack.ts';
