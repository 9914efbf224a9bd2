// c1

// c2
import std.file {File,   Directory}


/// doc
system  S{ // after open
  // first
  a:File{path="/a"  // trailing a

    content=toml({a=1,b=2
    })  // trailing b
    mode=f(1,2) // c
  }
  param longer:Map<String,Secret<Int>>=x+y-  -3
  b: Int // not a slot
  long: Service with production, europeanUnionRegions, somethingElseEntirely for person in people.members.all if person.admin and person.enabled {
    port=1
  }
  let q = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb * cccccccccccccccccccccccccc - dddd
  let r = if aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa then bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb else ccccccccccccccccccccccccccccccccc
  let s = f(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, ccccccccccccccccc)
  let t = xs.map(x => x + oneoneoneoneoneoneoneoneoneone).filter(y => y > twotwotwotwotwotwotwotwo).fold(0, (a, b) => a + b)
  let u = [
    1,2, // two
    3
    // end
  ]
  let v = { }
  let w = {
    // only a comment
  }
  let mid = a + // why
     b
  let call = f(1, // one
     2 // two
     // end
  )
  let text = f("""
        deep
          er ${ x+y }

        """, 2)
  let deep = json({ a = toml({ b = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", c = ["aaaaaaaaaaaaaaaaaaa", "bbbbb"] }) })
  // the end
}
type Level = "aaaaaaaaaaaaaaaaaaaaaaaaaaa" | "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" | "cccccccccccccccccccccccccc" | "ddd"


// last

type Twice=(Int)=>Bool? ?
