// What the generated pages make their elements with: React itself. The `css` of a `style=` has no rules in it (the build
// looks), so it is what React calls `style`.
import { createElement } from "react";

export const jsx = (type, props, ...children) => {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, ...others } = props;
  return createElement(type, { ...others, style: { ...css, ...others.style } }, ...children);
};
