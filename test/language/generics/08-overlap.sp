// rule: 4.32
// A union that can be told apart with some types cannot be with others: said where those are given.
type Either<T> = T | String
type Fine = Either<Int>
type Twice = Either<String>
//           ^^^^^^^^^^^^^^ error[SP2117]: String and String cannot be told apart: both are written as text
type Box<T> { value: T | Int, next: Box<T>? }
let number: Box<Int>? = if true then Box { value = 1 }
//          ^^^^^^^^ error[SP2117]: Int and Int cannot be told apart: both are written as a number
let word: Box<String> = { value = 1, next = { value = "x" } }
