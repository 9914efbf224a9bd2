test "the modes" {
  expect [0o600, 0o644] matches snapshot
}
// --- file: snapshots/main.json
{ "the modes": [[384]] }
