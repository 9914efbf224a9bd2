// rule: 12.10
// YAML that two readers take for two things, or that grows as it is read.
import "./dup.yaml" as a: {String: Int}
//                     ^ warning[SP2005]: `a` is imported and never used
import "./keys.yaml" as b: {String: Int}
//                      ^ warning[SP2005]: `b` is imported and never used
import "./tags.yaml" as c: {String: String}
//                      ^ warning[SP2005]: `c` is imported and never used
import "./anchors.yaml" as d: [[String]]
//                         ^ warning[SP2005]: `d` is imported and never used
import "./docs.yaml" as e: {String: Int}
//                      ^ warning[SP2005]: `e` is imported and never used
import "./old.yaml" as f: {String: Int}
//                     ^ warning[SP2005]: `f` is imported and never used
import "./zero.yaml" as g: {String: Int}
//                      ^ warning[SP2005]: `g` is imported and never used
import "./merge.yaml" as h: {String: {String: Int}}
//                       ^ warning[SP2005]: `h` is imported and never used
import "./empty.yaml" as i: {String: Int}
//                       ^ warning[SP2005]: `i` is imported and never used
import "./syntax.yaml" as j: {String: Int}
//                        ^ warning[SP2005]: `j` is imported and never used
import "./numbers.yaml" as k: [Number]
//                         ^ warning[SP2005]: `k` is imported and never used
// --- file: dup.yaml
a: 1
b: 2
"a": 3
^^^ error[SP1009]: `dup.yaml` cannot be read as YAML: the name "a" stands here twice
// --- file: keys.yaml
1: 1
^ error[SP1009]: `keys.yaml` cannot be read as YAML: a key is a text
true: 1
^^^^ error[SP1009]: `keys.yaml` cannot be read as YAML: a key is a text
? [a, b]
//^^^^^^ error[SP1009]: `keys.yaml` cannot be read as YAML: a key is a text
: 1
// --- file: tags.yaml
a: !ruby/object:Gem x
// ^^^^^^^^^^^^^^^^ error[SP1009]: `tags.yaml` cannot be read as YAML: the tag `!ruby/object:Gem` means something to another program only
b: !!binary aGk=
// ^^^^^^^^ error[SP1009]: `tags.yaml` cannot be read as YAML: the tag `!!binary` means something to another program only
c: !!bool yes
// ^^^^^^ error[SP1009]: `tags.yaml` cannot be read as YAML: what has the tag `!!bool` is none
// --- file: anchors.yaml
- &a [*a]
//    ^^ error[SP1009]: `anchors.yaml` cannot be read as YAML: `*a` stands inside what it names
- [*b]
// ^^ error[SP1009]: `anchors.yaml` cannot be read as YAML: nothing above is named `&b`
// --- file: docs.yaml
a: 1
---
^ error[SP1009]: `docs.yaml` cannot be read as YAML: a second document begins here, and data is one value
b: 2
// --- file: old.yaml
%YAML 1.1
^^^^^^^^^ error[SP1009]: `old.yaml` cannot be read as YAML: this is read as YAML 1.2 and no other
---
a: yes
// --- file: zero.yaml
mode: 0644
//    ^^^^ error[SP1009]: `zero.yaml` cannot be read as YAML: a number that begins with 0 is octal to some readers
// --- file: merge.yaml
a: { <<: 5, x: 1 }
//       ^ error[SP1009]: `merge.yaml` cannot be read as YAML: `<<` takes in maps
b: { <<: { x: 1 }, <<: { y: 2 } }
//                 ^^ error[SP1009]: `merge.yaml` cannot be read as YAML: the name "<<" stands here twice
// --- file: empty.yaml
# nothing
^ error[SP1009]: `empty.yaml` cannot be read as YAML: it holds no value
// --- file: syntax.yaml
a: [1, 2
b: 3
^ error[SP1009]: `syntax.yaml` cannot be read as YAML: flow sequence in block collection must be sufficiently indented and end with a ]
// --- file: numbers.yaml
- .nan
//^^^^ error[SP1009]: `numbers.yaml` cannot be read as YAML: this is no number
- .inf
//^^^^ error[SP1009]: `numbers.yaml` cannot be read as YAML: this number is too large
- 9007199254740993
//^^^^^^^^^^^^^^^^ error[SP1009]: `numbers.yaml` cannot be read as YAML: integers are exact up to 9007199254740991
