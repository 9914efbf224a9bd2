type A = String?
type B = Int in 1..100
type C = Int in ..9 | Int in 1..
type D = String of 1..63
type E = String matching /^a|b$/
type F = Int where it > 2 and it.mod(2) == 0
type G = Int? in 1..2 where it != 1
type H = [String]
type I = [String of 1..]
type J = [(String of 1..)]
type K = [Person by login]
type L = {String: [Int]}
type M = {Port: Int}?
type N = "a" | "b" | 3 | -1 | null | 25%
type O = Secret<String> | Deferred<[Int]>
type P = Map<String, Secret<Int>>
type Q = (Int, String) => [Int]
type R = (Int | String)?
type S = rds.Instance
type T = Duration in 1s..1h
type U = Size in ..1GiB
type V = Date in 2027-01-01..2027-12-31
type W = Number in -1.5..1.5
type X {
  secret: Secret<String>
  after: Int
}
let less = a < b
let more = a > b
