/** Names of the host that snippets may use without declaring them. A snippet with any other undeclared name does not compile. */
export const GIVEN = `
/** The host's access token. */
declare const token: string;
/** A token that is asked for first. */
declare function freshToken(): Promise<string>;
/** The host's router. */
declare const router: { push(url: string): void };
/** What the backend has sent with the page. */
declare const payload: unknown;
/** The test runner's. */
declare function test(name: string, run: () => void | Promise<void>): void;
declare function beforeAll(run: () => unknown): void;
declare function afterAll(run: () => unknown): void;
declare function afterEach(run: () => unknown): void;
declare function expect(value: unknown): { toBe(other: unknown): void; toContain(part: string): void };
/** Libraries of the host's that are loaded for what they do. */
declare module '@hotwired/turbo-rails';
`;
