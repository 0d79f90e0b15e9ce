/** The version of the kit that a page runs, as package.json has it (a test compares). */
export const VERSION = '0.1.0';
