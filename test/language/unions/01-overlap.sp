// rules: 4.32, 4.31
// Members that a value could both be are refused where they are declared.
import std.file { File, Directory }
type A { name: String }
type B { name: String, more: Int }
type Http { type: "http", path: String }
type Tcp { type: "tcp", port: Port }
type Either { type: "tcp" | "udp", port: Port }
type Ok1 = Http | Tcp
type Ok2 = String | Int | Bool | [String] | {String: Int}
type Ok3 = "auto" | Int
type Ok4 = (Int in 1..5) | (Int in 10..20)
type Ok5 = File | Directory
type Ok6 = String | Secret<String>
type Bad1 = A | B
//              ^ error[SP2117]: A and B cannot be told apart: no field with a literal type tells them apart
type Bad2 = String | "a"
//                   ^^^ error[SP2117]: String and "a" cannot be told apart: "a" is one of the values of String
type Bad3 = "a" | "a"
//                ^^^ error[SP2117]: "a" and "a" cannot be told apart: they are the same value
type Bad4 = Int | Number
//                ^^^^^^ error[SP2117]: Int and Number cannot be told apart: both are written as a number
type Bad5 = Int | Duration
//                ^^^^^^^^ error[SP2117]: Int and Duration cannot be told apart: both are written as a number
type Bad6 = String | Date
//                   ^^^^ error[SP2117]: String and Date cannot be told apart: both are written as text
type Bad7 = [Int] | [String]
//                  ^^^^^^^^ error[SP2117]: [Int] and [String] cannot be told apart: both are written as `[ ]`
type Bad8 = {String: Int} | A
//                          ^ error[SP2117]: {String: Int} and A cannot be told apart: both are written as `{ }`
type Bad9 = Tcp | Either
//                ^^^^^^ error[SP2117]: Tcp and Either cannot be told apart: no field with a literal type tells them apart
type Bad10 = (Int in 1..5) | (Int in 3..20)
//                           ^^^^^^^^^^^^^^ error[SP2117]: Int and Int cannot be told apart: both are written as a number
type Bad11 = File | File
//                  ^^^^ error[SP2117]: File and File cannot be told apart: they are the same kind
type Bad12 = Secret<String> | Secret<Int>
//                            ^^^^^^^^^^^ error[SP2117]: Secret<String> and Secret<Int> cannot be told apart: both are secrets, which nobody may look into
type Bad13 = Ok1 | Tcp
//                 ^^^ error[SP2117]: Tcp and Tcp cannot be told apart: they are the same type
type Fine = "a" | (String matching /^b/)
