// hand-written floor: same objects, plain JS
import fs from "node:fs";
const n = +process.argv[2],
  mode = process.argv[3] ?? "write";
const base = (i) => {
  const team = "team-" + (i % 20),
    svc = "svc-" + i;
  return {
    apiVersion: "fleet/v1",
    kind: "Service",
    name: svc,
    image: `registry.example.com/${team}/${svc}:1.${i % 10}.0`,
    replicas: 2,
    scaling: { min: 2, max: 8 },
    command: ["/bin/" + svc, "--port=8080"],
    env: { LOG_LEVEL: "info", PORT: "8080", SERVICE_NAME: svc, REGION: "eu-west-1" },
    ports: [
      { name: "http", port: 8000 + (i % 1000), targetPort: 8080, protocol: "TCP" },
      { name: "metrics", port: 9090, targetPort: 9090, protocol: "TCP" },
      { name: "debug", port: 6060, targetPort: 6060, protocol: "TCP" },
    ],
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
    labels: { app: svc, team, tier: "backend", managedBy: "fleet" },
    annotations: { owner: team + "@example.com", docs: "https://docs.example.com/" + svc },
    livenessProbe: { path: "/healthz", port: 8080, periodSeconds: 10, timeoutSeconds: 2 },
    readinessProbe: { path: "/ready", port: 8080, periodSeconds: 5, timeoutSeconds: 1 },
    volumes: [{ name: "config", mountPath: "/etc/" + svc }],
    serviceAccount: "sa-" + team,
    strategy: { type: "RollingUpdate", maxSurge: 1, maxUnavailable: 0 },
    securityContext: { runAsNonRoot: true, runAsUser: 1000 },
    upstream: "svc-" + ((i * 7 + 1) % n),
  };
};
const overlays = {
  dev: (s, i) => {
    s.replicas = 1;
    s.env.LOG_LEVEL = "debug";
    s.env.DEBUG = "1";
    s.resources.limits.memory = "128Mi";
    s.labels.env = "dev";
  },
  staging: (s, i) => {
    s.env.FEATURE_FLAGS = "staging";
    s.resources.limits.cpu = "1";
    s.labels.env = "staging";
  },
  prod: (s, i) => {
    s.replicas = 4 + (i % 3);
    s.env.LOG_LEVEL = "warn";
    s.env.ALERTS = "on";
    Object.assign(s.resources.limits, { cpu: "2", memory: "1Gi" });
    s.ports = s.ports.filter((p) => p.name !== "debug");
    s.labels.env = "prod";
  },
};
const t0 = performance.now();
const out = {};
for (const e of ["dev", "staging", "prod"])
  for (let i = 0; i < n; i++) {
    const s = base(i);
    overlays[e](s, i);
    s.scaling = { min: s.replicas, max: s.replicas * 4 };
    out[e + "/svc-" + i] = s;
  }
const t1 = performance.now();
const json = mode === "pretty" ? JSON.stringify(out, null, 3) : JSON.stringify(out);
const t2 = performance.now();
if (mode === "parse") JSON.parse(json);
const t3 = performance.now();
if (mode === "times" || mode === "parse")
  console.log(
    JSON.stringify({
      n,
      node: process.version,
      bytes: json.length,
      build_ms: t1 - t0,
      stringify_ms: t2 - t1,
      parse_ms: t3 - t2,
    }),
  );
else (fs.writeSync(1, ""), fs.writeFileSync("/dev/stdout", json));
