import { GatewayRefusal, MESSAGES } from './message-catalog.ts';
import type { Shape } from './message-shape.ts';
import type { XmlElement } from './xml.ts';

/**
 * Checks names, namespaces, order and number of a request's elements against the schema; values are checked when they
 * are read. Throws GatewayRefusal naming the first element that does not fit.
 */
export function checkMessage(element: XmlElement, shape: Shape): void {
  const children = shape.children ?? [];
  let at = 0;
  let count = 0;
  const assertEnough = (upTo: number) => {
    for (; at < upTo; at += 1, count = 0) {
      const { name, min } = children[at] ?? { name: '', min: 0 };
      if (count < min) throw refusal(`${shape.name} has ${count} of at least ${min} ${name}`);
    }
  };
  for (const child of element.children) {
    const index = children.findIndex(({ name, namespace }) => name === child.local && namespace === child.uri);
    const expected = children[index];
    if (expected === undefined) throw refusal(`element {${child.uri}}${child.local} is not expected in ${shape.name}`);
    if (index < at) throw refusal(`element ${child.local} is out of order in ${shape.name}`);
    assertEnough(index);
    count += 1;
    if (expected.max !== 'unbounded' && count > expected.max)
      throw refusal(`element ${child.local} occurs more than ${expected.max} times in ${shape.name}`);
    if (expected.children !== undefined) checkMessage(child, expected);
    else if (child.children.length > 0) throw refusal(`element ${child.local} has elements inside`);
  }
  assertEnough(children.length);
}

function refusal(reason: string): GatewayRefusal {
  return new GatewayRefusal(MESSAGES.schema(reason));
}
