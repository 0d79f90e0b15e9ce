/**
 * custom-elements.json: what editors, Storybook and other tools know about the elements.
 * It is committed; `npm test` fails when it no longer tells the truth about src/elements.
 */
import { basename, dirname } from 'node:path';

/** An element's tag is the name of its folder and file, and its class is that name in Pascal case: op-run-row/op-run-row.ts, OpRunRow. */
function tagFromFileName() {
  return {
    name: 'tag-from-file-name',
    moduleLinkPhase({ moduleDoc }) {
      const tag = basename(moduleDoc.path, '.ts');
      const name = tag.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
      const element = moduleDoc.declarations?.find((declaration) => declaration.kind === 'class' && declaration.name === name);
      if (!element || basename(dirname(moduleDoc.path)) !== tag) return;
      element.customElement = true;
      element.tagName = tag;
      moduleDoc.exports.push({
        kind: 'custom-element-definition',
        name: tag,
        declaration: { name, module: moduleDoc.path },
      });
    },
  };
}

/** Only what a host can use: no private or protected members, no styles, no helpers beside the classes. */
function publicOnly() {
  // What has no description is marked as internal.
  const isPublic = (member) => !['private', 'protected'].includes(member.privacy) && !/^[#_]/.test(member.name) && Boolean(member.description);
  const isOwnBusiness = (member) => member.static && ['styles', 'shadowRootOptions'].includes(member.name);
  return {
    name: 'public-only',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        module.declarations = module.declarations?.filter((declaration) => declaration.kind === 'class' || declaration.kind === 'mixin') ?? [];
        const kept = new Set(module.declarations.map(({ name }) => name));
        module.exports = module.exports?.filter(({ declaration }) => kept.has(declaration?.name)) ?? [];
        for (const declaration of module.declarations) {
          declaration.members = declaration.members?.filter((member) => isPublic(member) && !isOwnBusiness(member)) ?? [];
          // `dispatchEvent(new CustomEvent(type))` reads as an event named "type".
          declaration.events = declaration.events?.filter(({ name }) => name?.startsWith('op-')) ?? [];
          const names = new Set(declaration.members.map(({ name }) => name));
          declaration.attributes = declaration.attributes?.filter(({ fieldName }) => !fieldName || names.has(fieldName)) ?? [];
        }
      }
      customElementsManifest.modules = customElementsManifest.modules.filter(({ declarations }) => declarations.length > 0);
    },
  };
}

/** The package holds dist/*.js, not src/*.ts; and the order must not depend on the file system. */
function published() {
  const publishedPath = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');
  const rewrite = (node) => {
    if (Array.isArray(node)) node.forEach(rewrite);
    else if (node && typeof node === 'object') {
      for (const [key, value] of Object.entries(node)) {
        if ((key === 'path' || key === 'module') && typeof value === 'string') node[key] = publishedPath(value);
        else rewrite(value);
      }
    }
  };
  return {
    name: 'published',
    packageLinkPhase({ customElementsManifest }) {
      rewrite(customElementsManifest.modules);
      customElementsManifest.modules.sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

export default {
  globs: ['src/elements/**/*.ts'],
  exclude: ['src/elements/**/*.styles.ts', 'src/elements/**/*.define.ts'],
  litelement: true,
  packagejson: false,
  plugins: [tagFromFileName(), publicOnly(), published()],
};
