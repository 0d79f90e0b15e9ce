/**
 * One directive per tag, because Angular checks a template's inputs only against directives. They are written as partial declarations, the format of Angular
 * libraries, which the host's build links. A directive passes its inputs to its element; events are fired by the element itself.
 */
import { isBoolean, isNumber, type ElementDoc, type Property } from './manifest.ts';
import { attributeType, comment, GENERATED, importElements } from './templates.ts';

/** The content of `angular.d.ts` and `angular.js`. */
export const angularFiles = (elements: readonly ElementDoc[]): Record<string, string> => ({ 'angular.d.ts': types(elements), 'angular.js': code(elements) });

const nameOf = ({ className }: ElementDoc): string => `${className}Directive`;

const types = (elements: readonly ElementDoc[]): string => `${GENERATED}
/** The elements in templates of Angular: import the directive of each tag that a template has. */
import type { ɵɵDirectiveDeclaration, ɵɵFactoryDeclaration } from '@angular/core';
${importElements(elements)}
${elements
  .map((element) => {
    const inputs = element.properties.map(({ name }) => `'${name}': { alias: '${name}'; required: false }`);
    return `
${comment(element.summary, 0)}export declare class ${nameOf(element)} {
${element.properties.map((property) => `${comment(property.description, 2)}  set ${property.name}(value: ${inputType(element, property)});\n`).join('')}
  static ɵfac: ɵɵFactoryDeclaration<${nameOf(element)}, never>;
  static ɵdir: ɵɵDirectiveDeclaration<${nameOf(element)}, '${element.tag}', never, { ${inputs.join('; ')} }, {}, never, never, true, never>;
}
`;
  })
  .join('')}
/** All of them. */
export declare const OP_RUN_ELEMENTS: readonly [${elements.map((element) => `typeof ${nameOf(element)}`).join(', ')}];
`;

/** The type of an input. Angular passes a static attribute of the same name to the input as text, so text is allowed. */
const inputType = ({ className }: ElementDoc, { name, type }: Property): string => `${attributeType(className, { property: name, type })} | undefined`;

const code = (elements: readonly ElementDoc[]): string => `${GENERATED}
import * as i0 from '@angular/core';

/** Hands each input on to the element; it says how a static attribute's text is read. */
function handOn(type, inputs) {
  for (const [name, read] of Object.entries(inputs)) {
    Object.defineProperty(type.prototype, name, {
      set(value) {
        this.element[name] = typeof value === 'string' ? read(value) : value;
      },
    });
  }
}

const text = (value) => value;
const number = (value) => Number(value);
const boolean = () => true;
${elements
  .map((element) => {
    const type = nameOf(element);
    const inputs = element.properties.map(({ name }) => `${name}: '${name}'`);
    const readers = element.properties.map((property) => `${property.name}: ${isNumber(property) ? 'number' : isBoolean(property) ? 'boolean' : 'text'}`);
    // The oldest Angular that can read these declarations, and the version whose format they have.
    return `
export class ${type} {
  element = i0.inject(i0.ElementRef).nativeElement;
  static ɵfac = i0.ɵɵngDeclareFactory({
    minVersion: '12.0.0',
    version: '20.0.0',
    ngImport: i0,
    type: ${type},
    deps: [],
    target: i0.ɵɵFactoryTarget.Directive,
  });
  static ɵdir = i0.ɵɵngDeclareDirective({
    minVersion: '14.0.0',
    version: '20.0.0',
    ngImport: i0,
    type: ${type},
    isStandalone: true,
    selector: '${element.tag}',
    inputs: { ${inputs.join(', ')} },
  });
}
handOn(${type}, { ${readers.join(', ')} });
`;
  })
  .join('')}
export const OP_RUN_ELEMENTS = [${elements.map(nameOf).join(', ')}];
`;
