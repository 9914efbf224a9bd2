type Container { image: Image, tag: String = "latest" }
system Site {
  param a: Image = "nginx"
//                 ^^^^^^^ SP7027: `nginx` names no version, so tomorrow it is another one
  param b: Image = "registry.example.com:5000/team/shop:latest"
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SP7027: `registry.example.com:5000/team/shop:latest` is whatever `latest` is, so tomorrow it is another one
  param c: Image = "postgres:17.2"
  param d: Container = { image = "registry.example.com:5000/shop" }
//                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ SP7027: `registry.example.com:5000/shop` names no version, so tomorrow it is another one
  param e: String = "nginx"
}
overlay o on Site { c = "postgres:main" }
//                      ^^^^^^^^^^^^^^^ SP7027: `postgres:main` is whatever `main` is, so tomorrow it is another one
