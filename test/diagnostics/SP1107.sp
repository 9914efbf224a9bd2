type Person {
  name: String
  }
  age: Int
}
