type Port { name: String, number: Int }
type Point { x: Int, y: Int }
type Labelled { name: String = "none", x: Int }

type Server {
  ports: [Port]
//       ^^^^^^ SP7011: a `[Port]` is amended as a whole, and each Port has a `name`
  keyed: [Port by name]
  points: [Point]
  labelled: [Labelled]
  words: [String]
}
