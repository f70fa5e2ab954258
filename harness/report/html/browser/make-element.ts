// Names, attributes and children → elements. Text goes in as text nodes only, so that nothing from a run can become an element.

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string | undefined;

/** An element of HTML. An attribute that is false or undefined is not set, true is set to ''. */
export function makeElement<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  dress(element, attributes, children);
  return element;
}

/** An element of SVG. */
export function makeShape<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  dress(element, attributes, children);
  return element;
}

/** A button that does `act`. `key` is told to whoever looks or listens. */
export function makeButton(text: string, key: string, act: () => void): HTMLButtonElement {
  const hint = key === '' ? undefined : makeElement('kbd', { 'aria-hidden': 'true' }, key);
  const button = makeElement(
    'button',
    { type: 'button', 'aria-keyshortcuts': key === '' ? undefined : key },
    text,
    hint === undefined ? undefined : ' ',
    hint,
  );
  button.addEventListener('click', act);
  return button;
}

/** The element with that id, which the page has. */
export function findElement(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

function dress(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children.filter((child) => child !== undefined));
}
