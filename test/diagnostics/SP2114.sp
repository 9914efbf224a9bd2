type Person { name: String? = "nobody" }
