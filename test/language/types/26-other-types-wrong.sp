// rule: 4.37
system Site {
  param crons: [Cron] = ["* * * *", "60 * * * *", "* 24 * * *", "* * 32 * *", "* * * 13 *", "* * * * 8", "@daily"]
//                       ^^^^^^^^^ error[SP2110]: "* * * *" is no Cron: it must look like "*/15 3 * * 1-5"
//                                  ^^^^^^^^^^^^ error[SP2110]: "60 * * * *" is no Cron: it must look like "*/15 3 * * 1-5"
//                                                ^^^^^^^^^^^^ error[SP2110]: "* 24 * * *" is no Cron: it must look like "*/15 3 * * 1-5"
//                                                              ^^^^^^^^^^^^ error[SP2110]: "* * 32 * *" is no Cron: it must look like "*/15 3 * * 1-5"
//                                                                            ^^^^^^^^^^^^ error[SP2110]: "* * * 13 *" is no Cron: it must look like "*/15 3 * * 1-5"
//                                                                                          ^^^^^^^^^^^ error[SP2110]: "* * * * 8" is no Cron: it must look like "*/15 3 * * 1-5"
//                                                                                                       ^^^^^^^^ error[SP2110]: "@daily" is no Cron: it must look like "*/15 3 * * 1-5"
  param times: [TimeOfDay] = ["24:00", "3:30", "12:60"]
//                            ^^^^^^^ error[SP2110]: "24:00" is no TimeOfDay: it must look like "03:30"
//                                     ^^^^^^ error[SP2110]: "3:30" is no TimeOfDay: it must look like "03:30"
//                                             ^^^^^^^ error[SP2110]: "12:60" is no TimeOfDay: it must look like "03:30"
  param versions: [Semver] = ["1.4", "v1.4.2", "01.2.3"]
//                            ^^^^^ error[SP2110]: "1.4" is no Semver: it must look like "1.4.2" or "2.0.0-rc.1+build.5"
//                                   ^^^^^^^^ error[SP2110]: "v1.4.2" is no Semver: it must look like "1.4.2" or "2.0.0-rc.1+build.5"
//                                             ^^^^^^^^ error[SP2110]: "01.2.3" is no Semver: it must look like "1.4.2" or "2.0.0-rc.1+build.5"
  param images: [Image] = ["Postgres", "a b", "a:"]
//                         ^^^^^^^^^^ error[SP2110]: "Postgres" is no Image: it must look like "ghcr.io/acme/shop:1.4.2" or "postgres:17"
//                                     ^^^^^ error[SP2110]: "a b" is no Image: it must look like "ghcr.io/acme/shop:1.4.2" or "postgres:17"
//                                            ^^^^ error[SP2110]: "a:" is no Image: it must look like "ghcr.io/acme/shop:1.4.2" or "postgres:17"
  param paths: [Path] = ["a", "", "/a\nb", "/a\0b"]
//                       ^^^ error[SP2110]: "a" is no Path: it must look like "/etc/hosts"
//                            ^^ error[SP2110]: "" is no Path: it must look like "/etc/hosts"
//                                ^^^^^^^ error[SP2110]: "/a\nb" is no Path: it must look like "/etc/hosts"
//                                         ^^^^^^^ error[SP2110]: "/a\u0000b" is no Path: it must look like "/etc/hosts"
  param modes: [FileMode] = [0o10000, -1]
//                           ^^^^^^^ error[SP2110]: 0o10000 is no FileMode: it must be in 0..0o7777
//                                    ^^ error[SP2110]: -1 is no FileMode: it must be in 0..0o7777
  param ports: [Port] = [0, 65536]
//                       ^ error[SP2110]: 0 is no Port: it must be in 1..65535
//                          ^^^^^ error[SP2110]: 65536 is no Port: it must be in 1..65535
  param slugs: [Slug] = ["-a", "A", "a_b"]
//                       ^^^^ error[SP2110]: "-a" is no Slug: it must look like "web-1"
//                             ^^^ error[SP2110]: "A" is no Slug: it must look like "web-1"
//                                  ^^^^^ error[SP2110]: "a_b" is no Slug: it must look like "web-1"
}
