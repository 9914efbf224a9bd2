// rule: 2.25
system Site {
  output a = [1B, 1kB, 1KB, 1MB, 1GB, 1TB, 1KiB, 512MiB, 1GiB, 1TiB, 1.5GiB]
  output b = 1GiB > 1GB
}
environment dev = Site
// --- expect
{"outputs":{"a":[1,1000,1000,1000000,1000000000,1000000000000,1024,536870912,1073741824,1099511627776,1610612736],"b":true}}
