// What a name stands for, as the checker found it.

import type { Reference } from "../check/context.ts";
import { instantiate } from "../overlay.ts";
import type { Span } from "../source.ts";
import { cellOf, POISONED, type Code, type Shape } from "../values.ts";
import { readSlot } from "./slots.ts";

/** `span`: where the name is written. */
export function compileReference(reference: Reference, span: Span): Code {
  switch (reference.kind) {
    case "slot": {
      const { name } = reference;
      let shape: Shape | null = null;
      let place = 0;
      return (rt, { instance }) => {
        if (instance === null) return POISONED;
        const { fields } = instance;
        if (fields.shape === shape) return rt.read(rt, fields, place);
        const index = fields.shape.keys.get(name);
        if (index !== undefined && fields.shape.tops[index]?.source.kind !== "removed") {
          shape = fields.shape;
          place = index;
        }
        return readSlot(rt, instance, name, span);
      };
    }
    case "frame": {
      const { name } = reference;
      return (rt, scope) => {
        const cell = cellOf(scope.frame, name);
        return cell === null ? POISONED : rt.force(rt, cell);
      };
    }
    case "fn": {
      const { fn } = reference;
      return (_, scope) => ({ kind: "function", of: { kind: "fn", fn }, scope });
    }
    case "sibling": {
      const { name } = reference;
      return (rt, scope) => {
        const index = scope.siblings?.shape.keys.get(name);
        return index === undefined || scope.siblings === null ? POISONED : rt.read(rt, scope.siblings, index);
      };
    }
    case "global": {
      const { declaration, module } = reference;
      return (rt) => rt.global(rt, declaration, module);
    }
    case "system": {
      const { system } = reference;
      return (rt) => {
        const instance = instantiate(rt, system, null, [], [], span);
        rt.made?.push({ instance, environment: null, span });
        return instance;
      };
    }
    case "environment": {
      const { declaration, module } = reference;
      return (rt) => rt.environmentValue(rt, declaration, module, span);
    }
    case "asked":
    case "kind":
      // They are no values: asked.ts makes the calls in which they stand.
      return () => POISONED;
  }
}
